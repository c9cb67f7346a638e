using Query.Expressions;
using Query.Scanning;
using Query.Vectors;
using Segments.Columns;
using Segments.Schema;

namespace Query.Grouping;

/// <summary>Codes of texts; where the column has a dictionary, one array access a row.</summary>
internal sealed class TextKeyEncoder : KeyEncoder
{
    // No UTF-8 text has these bytes.
    private static readonly byte[] NullText = [0xFF, 0xFE, 0x00, 0xFF];

    private readonly TextInterner _interner = new();
    private readonly ExpressionNode _node;
    private readonly ColumnBlock? _column;
    private readonly BlockScope _scope;
    private readonly bool _isList;
    private TextDictionary? _dictionary;
    private int[] _idCodes = [];
    private int[] _codes = [];
    private int[] _offsets = [];

    public TextKeyEncoder(BoundExpression expression, ExpressionNode node, BlockScope scope)
        : base(expression.Type.Element)
    {
        (_node, _scope, _isList) = (node, scope, expression.Type.IsArray);
        _column = expression is BoundColumn column && !scope.Context.NullHandling ? scope.Column(column) : null;
    }

    public override int Count => _interner.Count;

    public override long HeapBytes => _interner.HeapBytes + (_idCodes.Length * sizeof(int));

    public override ReadOnlySpan<int> Encode()
    {
        if (_column?.Reader.Dictionary is { } dictionary)
        {
            return EncodeIds(dictionary);
        }

        Vector values = _node.Values();
        Span<int> codes = Room(ref _codes, CodeCount(values));
        if (values.HasNulls)
        {
            EncodeWithNulls(values, codes);
        }
        else if (values.IsConstant && !values.IsMultiValue)
        {
            codes.Fill(codes.Length > 0 ? _interner.Intern(values.Texts[0].Span) : 0);
        }
        else
        {
            for (int i = 0; i < codes.Length; i++)
            {
                codes[i] = _interner.Intern(values.Texts[i].Span);
            }
        }

        return codes;
    }

    public override ReadOnlySpan<int> EncodeDictionary()
    {
        UseDictionary(_column!.Reader.Dictionary!);
        for (int id = 0; id < _dictionary!.Count; id++)
        {
            if (_idCodes[id] < 0)
            {
                InternId(id);
            }
        }

        return _idCodes.AsSpan(0, _dictionary.Count);
    }

    public override ReadOnlySpan<int> Offsets()
    {
        if (!_isList)
        {
            return default;
        }

        if (_column?.Reader.Dictionary is null)
        {
            return ListOffsets(_node.Values());
        }

        ReadOnlySpan<int> all = _column.Offsets();
        if (_scope.IsWhole)
        {
            return all;
        }

        Span<int> offsets = Room(ref _offsets, _scope.Count + 1);
        offsets[0] = 0;
        for (int i = 0; i < _scope.Count; i++)
        {
            int row = _scope.Rows[i];
            offsets[i + 1] = offsets[i] + all[row + 1] - all[row];
        }

        return offsets;
    }

    public override void Decode(ReadOnlySpan<int> codes, Vector result)
    {
        result.Start(PhysicalType.Bytes, codes.Length);
        ReadOnlySpan<Utf8Slice> values = _interner.Values;
        for (int i = 0; i < codes.Length; i++)
        {
            result.Texts[i] = values[codes[i]];
            if (codes[i] == NullCode)
            {
                result.Texts[i] = default;
                result.SetNull(i);
            }
        }
    }

    public override int[] Merge(KeyEncoder other)
    {
        TextKeyEncoder theirs = (TextKeyEncoder)other;
        int[] map = new int[theirs.Count];
        ReadOnlySpan<Utf8Slice> values = theirs._interner.Values;
        for (int code = 0; code < map.Length; code++)
        {
            map[code] = _interner.Intern(values[code].Span);
        }

        NullCode = theirs.NullCode >= 0 ? map[theirs.NullCode] : NullCode;
        GC.KeepAlive(theirs);
        return map;
    }

    protected override int EncodeOne(Vector values, int place) => _interner.Intern(values.Texts[place].Span);

    protected override int AddNull() => _interner.Intern(NullText);

    private ReadOnlySpan<int> EncodeIds(TextDictionary dictionary)
    {
        UseDictionary(dictionary);
        ReadOnlySpan<int> ids = _column!.Ids();
        if (_scope.IsWhole)
        {
            Span<int> whole = Room(ref _codes, ids.Length);
            for (int i = 0; i < ids.Length; i++)
            {
                int code = _idCodes[ids[i]];
                whole[i] = code >= 0 ? code : InternId(ids[i]);
            }

            return whole;
        }

        return _isList ? EncodeLists(ids) : EncodeSelected(ids);
    }

    private void UseDictionary(TextDictionary dictionary)
    {
        if (!ReferenceEquals(dictionary, _dictionary))
        {
            _dictionary = dictionary;
            Room(ref _idCodes, dictionary.Count).Fill(-1);
        }
    }

    private ReadOnlySpan<int> EncodeSelected(ReadOnlySpan<int> ids)
    {
        ReadOnlySpan<int> rows = _scope.Rows;
        Span<int> codes = Room(ref _codes, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            int id = ids[rows[i]];
            int code = _idCodes[id];
            codes[i] = code >= 0 ? code : InternId(id);
        }

        return codes;
    }

    private ReadOnlySpan<int> EncodeLists(ReadOnlySpan<int> ids)
    {
        ReadOnlySpan<int> all = _column!.Offsets();
        Span<int> codes = Room(ref _codes, ids.Length);
        int count = 0;
        foreach (int row in _scope.Rows)
        {
            for (int entry = all[row]; entry < all[row + 1]; entry++)
            {
                int code = _idCodes[ids[entry]];
                codes[count++] = code >= 0 ? code : InternId(ids[entry]);
            }
        }

        return codes[..count];
    }

    private int InternId(int id) => _idCodes[id] = _interner.Intern(_dictionary![id].Span);
}
