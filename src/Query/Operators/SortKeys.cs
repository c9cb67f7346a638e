using Query.Binding;
using Query.Scanning;
using Query.Vectors;
using Segments.Schema;

namespace Query.Operators;

/// <summary>Sort keys of kept rows, a column per key, by slot. Compares slots with each other and with rows not yet kept.</summary>
internal sealed class SortKeys
{
    private readonly KeyColumn[] _columns;

    public SortKeys(IReadOnlyList<BoundOrder> order, ExpressionEvaluator evaluator)
    {
        _columns = [.. order.Select(item => new KeyColumn(item, evaluator.Compile(item.Expression)))];
    }

    /// <summary>Number of keys.</summary>
    public int Count => _columns.Length;

    /// <summary>Bytes held beyond a few per slot.</summary>
    public long HeapBytes => _columns.Sum(column => column.HeapBytes);

    /// <summary>Computes the keys of the scope's rows.</summary>
    public void Load()
    {
        foreach (KeyColumn column in _columns)
        {
            column.Load();
        }
    }

    /// <summary>Less than zero if a row of the scope comes before a kept one.</summary>
    public int CompareRow(int row, int slot)
    {
        foreach (KeyColumn column in _columns)
        {
            int order = column.CompareRow(row, slot);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    /// <summary>Less than zero if one kept row comes before another.</summary>
    public int Compare(int left, int right)
    {
        foreach (KeyColumn column in _columns)
        {
            int order = column.Compare(left, right);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    /// <summary>Keeps the keys of a row in a slot.</summary>
    public void Store(int row, int slot)
    {
        foreach (KeyColumn column in _columns)
        {
            column.Store(row, slot);
        }
    }

    /// <summary>Keeps a slot of another worker in a slot here.</summary>
    public void Take(SortKeys other, int theirs, int slot)
    {
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i].Take(other._columns[i], theirs, slot);
        }
    }

    /// <summary>True if no row with the first key within the bounds can come before, or tie with, the slot.</summary>
    public bool IsBeyond(long min, long max, int slot) => _columns[0].IsBeyond(min, max, slot);

    private sealed class KeyColumn(BoundOrder order, ExpressionNode node)
    {
        private readonly PhysicalType _form = order.Expression.Type.Physical;
        private readonly bool _isDecimal = order.Expression.Type.Type == DataType.BigDecimal;
        private readonly int _sign = order.IsDescending ? -1 : 1;
        private readonly int _nullSign = order.NullsLast ? 1 : -1;
        private Vector _vector = null!;
        private long[] _longs = [];
        private double[] _doubles = [];
        private byte[][] _texts = [];
        private bool[] _nulls = [];

        public long HeapBytes { get; private set; }

        public void Load() => _vector = node.Values();

        public int CompareRow(int row, int slot)
        {
            bool isNull = _vector.IsNull(row);
            if (isNull || _nulls[slot])
            {
                return isNull == _nulls[slot] ? 0 : isNull ? _nullSign : -_nullSign;
            }

            int place = row & _vector.IndexMask;
            return _sign * _form switch
            {
                PhysicalType.Long => _vector.Longs[place].CompareTo(_longs[slot]),
                PhysicalType.Double => Doubles(_vector.Doubles[place], _doubles[slot]),
                _ => Texts(_vector.Texts[place].Span, _texts[slot]),
            };
        }

        public int Compare(int left, int right)
        {
            if (_nulls[left] || _nulls[right])
            {
                return _nulls[left] == _nulls[right] ? 0 : _nulls[left] ? _nullSign : -_nullSign;
            }

            return _sign * _form switch
            {
                PhysicalType.Long => _longs[left].CompareTo(_longs[right]),
                PhysicalType.Double => Doubles(_doubles[left], _doubles[right]),
                _ => Texts(_texts[left], _texts[right]),
            };
        }

        public void Store(int row, int slot)
        {
            Fit(slot);
            int place = row & _vector.IndexMask;
            _nulls[slot] = _vector.IsNull(row);
            switch (_form)
            {
                case PhysicalType.Long:
                    _longs[slot] = _vector.Longs[place];
                    break;
                case PhysicalType.Double:
                    _doubles[slot] = _vector.Doubles[place];
                    break;
                default:
                    StoreText(_vector.Texts[place].Span, slot);
                    break;
            }
        }

        public void Take(KeyColumn other, int theirs, int slot)
        {
            Fit(slot);
            _nulls[slot] = other._nulls[theirs];
            switch (_form)
            {
                case PhysicalType.Long:
                    _longs[slot] = other._longs[theirs];
                    break;
                case PhysicalType.Double:
                    _doubles[slot] = other._doubles[theirs];
                    break;
                default:
                    StoreText(other._texts[theirs], slot);
                    break;
            }
        }

        public bool IsBeyond(long min, long max, int slot) =>
            _form == PhysicalType.Long && !_nulls[slot] && (_sign > 0 ? min > _longs[slot] : max < _longs[slot]);

        private void StoreText(ReadOnlySpan<byte> text, int slot)
        {
            HeapBytes += text.Length - (_texts[slot]?.Length ?? 0);
            _texts[slot] = text.ToArray();
        }

        private void Fit(int slot)
        {
            if (slot < _nulls.Length)
            {
                return;
            }

            int size = Math.Max(16, slot * 2);
            Array.Resize(ref _nulls, size);
            switch (_form)
            {
                case PhysicalType.Long:
                    Array.Resize(ref _longs, size);
                    break;
                case PhysicalType.Double:
                    Array.Resize(ref _doubles, size);
                    break;
                default:
                    Array.Resize(ref _texts, size);
                    break;
            }
        }

        // As Java orders doubles: -0.0 before 0.0, NaN after everything.
        private static int Doubles(double left, double right)
        {
            if (left < right)
            {
                return -1;
            }

            if (left > right)
            {
                return 1;
            }

            return Rank(left).CompareTo(Rank(right));

            static int Rank(double value) => double.IsNaN(value) ? 2 : value == 0 && double.IsNegative(value) ? 0 : 1;
        }

        private int Texts(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
            _isDecimal ? Decimals(left, right) : left.SequenceCompareTo(right);

        private static int Decimals(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
            Values.BigDecimal.Parse(System.Text.Encoding.UTF8.GetString(left)).CompareTo(Values.BigDecimal.Parse(System.Text.Encoding.UTF8.GetString(right)));
    }
}
