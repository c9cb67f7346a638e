using Query.Expressions;
using Query.Scanning;
using Query.Vectors;
using Segments.Columns;
using Segments.Schema;

namespace Query.Grouping;

/// <summary>Turns the values of one expression into dense codes, the same code for the same value in all segments of a worker.</summary>
/// <remarks>NULL is a value of its own. Of a list every entry gets a code.</remarks>
internal abstract class KeyEncoder(SqlType type)
{
    /// <summary>Type of a single value.</summary>
    public SqlType Type { get; } = type;

    /// <summary>Codes given so far.</summary>
    public abstract int Count { get; }

    /// <summary>Code of NULL; -1 until a null was seen.</summary>
    public int NullCode { get; protected set; } = -1;

    /// <summary>Bytes held.</summary>
    public abstract long HeapBytes { get; }

    /// <summary>Codes of the current rows of the scope, or of their entries.</summary>
    /// <returns>Valid until the next call.</returns>
    public abstract ReadOnlySpan<int> Encode();

    /// <summary>Codes of all values in the dictionary of the segment at hand; only where the column has one.</summary>
    public virtual ReadOnlySpan<int> EncodeDictionary() => throw new NotSupportedException("this column has no dictionary");

    /// <summary>Of a list: row r owns the codes from offset[r] to offset[r + 1]; empty for single values.</summary>
    public abstract ReadOnlySpan<int> Offsets();

    /// <summary>Writes the values of codes.</summary>
    public abstract void Decode(ReadOnlySpan<int> codes, Vector result);

    /// <summary>Takes over all values of another worker's encoder of the same expression.</summary>
    /// <returns>For each of its codes the code here.</returns>
    public abstract int[] Merge(KeyEncoder other);

    public static KeyEncoder Create(BoundExpression expression, BlockScope scope, ExpressionEvaluator evaluator, ValueBounds bounds)
    {
        ExpressionNode node = evaluator.Compile(expression);
        return expression.Type.Physical switch
        {
            PhysicalType.Long => new LongKeyEncoder(expression, node, scope, bounds),
            PhysicalType.Double => new DoubleKeyEncoder(expression.Type.Element, node),
            _ => new TextKeyEncoder(expression, node, scope),
        };
    }

    /// <summary>Codes row by row where some rows are null, so that the values standing in their place get no code.</summary>
    protected void EncodeWithNulls(Vector values, Span<int> codes)
    {
        for (int row = 0; row < values.Length; row++)
        {
            int start = values.IsMultiValue ? values.EntryStart(row) : row;
            int end = values.IsMultiValue ? values.EntryEnd(row) : row + 1;
            bool isNull = values.IsNull(row);
            for (int i = start; i < end; i++)
            {
                codes[i] = isNull ? NullCode = NullCode < 0 ? AddNull() : NullCode
                    : EncodeOne(values, values.IsMultiValue ? i : i & values.IndexMask);
            }
        }
    }

    /// <summary>Code of the value at a place of the vector.</summary>
    protected abstract int EncodeOne(Vector values, int place);

    /// <summary>Makes a code for NULL that no value shares.</summary>
    protected abstract int AddNull();

    /// <summary>Room for codes.</summary>
    protected static Span<int> Room(ref int[] buffer, int count)
    {
        if (buffer.Length < count)
        {
            buffer = new int[Math.Max(count, ColumnReader.BlockRows)];
        }

        return buffer.AsSpan(0, count);
    }

    /// <summary>Codes stand for every row even where the vector is constant.</summary>
    protected static int CodeCount(Vector values) => values.IsMultiValue ? values.ValueCount : values.Length;

    protected static ReadOnlySpan<int> ListOffsets(Vector values) =>
        values.IsMultiValue ? values.Offsets.AsSpan(0, values.Length + 1) : default;
}

/// <summary>Codes of integers, booleans and timestamps.</summary>
internal sealed class LongKeyEncoder : KeyEncoder
{
    private const long LargestDirect = 1 << 22;

    private readonly LongInterner _interner = new();
    private readonly ExpressionNode _node;
    private readonly ColumnBlock? _column;
    private readonly BlockScope _scope;
    private int[] _codes = [];

    public LongKeyEncoder(BoundExpression expression, ExpressionNode node, BlockScope scope, ValueBounds bounds)
        : base(expression.Type.Element)
    {
        (_node, _scope) = (node, scope);
        if (expression is BoundColumn { Column.IsMultiValue: false } column)
        {
            _column = scope.Context.NullHandling ? null : scope.Column(column);
        }

        if (bounds.TryGet(expression, out long min, out long max) && unchecked((ulong)(max - min)) < LargestDirect)
        {
            _interner.UseDirect(min, (int)(max - min) + 1);
        }
    }

    public override int Count => _interner.Count;

    public override long HeapBytes => _interner.HeapBytes;

    public override ReadOnlySpan<int> Encode()
    {
        if (_column is not null && _scope.IsWhole)
        {
            ReadOnlySpan<long> whole = _column.Longs();
            Span<int> wholeCodes = Room(ref _codes, whole.Length);
            _interner.Intern(whole, wholeCodes);
            return wholeCodes;
        }

        Vector values = _node.Values();
        Span<int> codes = Room(ref _codes, CodeCount(values));
        if (values.HasNulls)
        {
            EncodeWithNulls(values, codes);
        }
        else if (values.IsConstant && !values.IsMultiValue)
        {
            codes.Fill(codes.Length > 0 ? _interner.Intern(values.Longs[0]) : 0);
        }
        else
        {
            _interner.Intern(values.Longs.AsSpan(0, codes.Length), codes);
        }

        return codes;
    }

    public override ReadOnlySpan<int> Offsets() => ListOffsets(_node.Values());

    public override void Decode(ReadOnlySpan<int> codes, Vector result)
    {
        result.Start(PhysicalType.Long, codes.Length);
        ReadOnlySpan<long> values = _interner.Values;
        for (int i = 0; i < codes.Length; i++)
        {
            result.Longs[i] = values[codes[i]];
            if (codes[i] == NullCode)
            {
                result.Longs[i] = 0;
                result.SetNull(i);
            }
        }
    }

    public override int[] Merge(KeyEncoder other)
    {
        LongKeyEncoder theirs = (LongKeyEncoder)other;
        int[] map = new int[theirs.Count];
        ReadOnlySpan<long> values = theirs._interner.Values;
        for (int code = 0; code < map.Length; code++)
        {
            map[code] = code != theirs.NullCode ? _interner.Intern(values[code]) : NullCode >= 0 ? NullCode : NullCode = AddNull();
        }

        return map;
    }

    protected override int EncodeOne(Vector values, int place) => _interner.Intern(values.Longs[place]);

    protected override int AddNull()
    {
        // The code of a value that nothing else has: probe from an unlikely one.
        long value = long.MinValue + 977;
        int before = _interner.Count;
        int code = _interner.Intern(value);
        while (_interner.Count == before)
        {
            code = _interner.Intern(++value);
        }

        return code;
    }
}
