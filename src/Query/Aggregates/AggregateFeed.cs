using Query.Grouping;
using Query.Kernels;
using Query.Scanning;
using Query.Vectors;
using Segments.Columns;
using Segments.Schema;

namespace Query.Aggregates;

/// <summary>Brings the rows of a block into the form an accumulator takes: FILTER applied, nulls out, lists opened, values dense.</summary>
/// <remarks>One per worker and aggregate.</remarks>
internal sealed class AggregateFeed
{
    private readonly AggregateFunction _function;
    private readonly ExpressionNode[] _arguments;
    private readonly KeyEncoder? _encoder;
    private readonly AggregateInput _input;
    private readonly Vector[] _dense;
    private int[] _places = [];

    public AggregateFeed(BoundAggregate aggregate, Accumulator accumulator, KeyEncoder? encoder, ExpressionEvaluator evaluator)
    {
        _function = aggregate.Function;
        _encoder = encoder;
        Accumulator = accumulator;
        _arguments = [.. aggregate.Arguments.Select(evaluator.Compile)];
        _input = new AggregateInput(_arguments.Length);
        _dense = [.. _arguments.Select(_ => new Vector())];
    }

    public Accumulator Accumulator { get; }

    /// <summary>Takes the selected rows in.</summary>
    /// <param name="scope">The rows.</param>
    /// <param name="groups">A group per row (or per position); empty if all rows are in group 0.</param>
    /// <param name="positions">The selected row of each group entry; empty if it is the row of the same place.</param>
    /// <param name="filter">Rows of the block that pass FILTER; empty without one.</param>
    public void Add(BlockScope scope, ReadOnlySpan<int> groups, ReadOnlySpan<int> positions, ReadOnlySpan<ulong> filter)
    {
        bool asIs = positions.IsEmpty && filter.IsEmpty && !_function.TakesEntries;
        for (int i = 0; i < _arguments.Length; i++)
        {
            if (_function.TakesCodes)
            {
                continue;
            }

            _input.Arguments[i] = _arguments[i].Values();
            asIs &= !_input.Arguments[i].IsConstant && !_input.Arguments[i].HasNulls;
        }

        asIs &= !(_function.TakesCodes && scope.Context.NullHandling);
        int count = asIs ? scope.Count : CollectPlaces(scope, groups, positions, filter);
        _input.Count = count;
        if (asIs && !groups.IsEmpty)
        {
            groups.CopyTo(_input.StartGroups(count));
        }

        if (_function.TakesCodes)
        {
            FillCodes(count, asIs);
        }
        else if (!asIs)
        {
            FillValues(count);
        }

        Accumulator.Add(_input);
    }

    /// <summary>Counts rows nobody looks at; only for aggregates without arguments and filter.</summary>
    public void AddRows(long rows) => ((CountAccumulator)Accumulator).AddRows(rows);

    /// <summary>Codes of all values of the segment's dictionary; only for aggregates that take codes of a dictionary column.</summary>
    public ReadOnlySpan<int> EncodeDictionary() => _encoder!.EncodeDictionary();

    /// <summary>Decides which values go in: their places, and the group of each.</summary>
    private int CollectPlaces(BlockScope scope, ReadOnlySpan<int> groups, ReadOnlySpan<int> positions, ReadOnlySpan<ulong> filter)
    {
        Vector[] arguments = _input.Arguments;
        Vector? list = null;
        if (_function.TakesCodes && (_function.TakesEntries || scope.Context.NullHandling))
        {
            arguments = [.. _arguments.Select(argument => argument.Values())];
        }

        list = _function.TakesEntries ? arguments[0] : null;
        bool checkNulls = Array.Exists(arguments, argument => argument is { HasNulls: true });
        int items = positions.IsEmpty ? scope.Count : positions.Length;
        int capacity = list is null ? items : positions.IsEmpty ? list.IsConstant ? items * list.ValueCount : list.ValueCount : CountEntries(list, positions);
        Fit(capacity);
        Span<int> itemGroups = groups.IsEmpty ? default : _input.StartGroups(capacity);
        int count = 0;
        for (int i = 0; i < items; i++)
        {
            int row = positions.IsEmpty ? i : positions[i];
            if (!Passes(scope.RowAt(row), filter) || (checkNulls && IsAnyNull(arguments, row)))
            {
                continue;
            }

            int start = list is null ? row : list.EntryStart(row);
            int end = list is null ? row + 1 : list.EntryEnd(row);
            for (int place = start; place < end; place++)
            {
                _places[count] = place;
                if (!itemGroups.IsEmpty)
                {
                    itemGroups[count] = groups[i];
                }

                count++;
            }
        }

        return count;
    }

    private static int CountEntries(Vector list, ReadOnlySpan<int> positions)
    {
        int count = 0;
        foreach (int row in positions)
        {
            count += list.EntryEnd(row) - list.EntryStart(row);
        }

        return count;
    }

    private static bool Passes(int row, ReadOnlySpan<ulong> filter) => filter.IsEmpty || ((filter[row >> 6] >> row) & 1) != 0;

    private static bool IsAnyNull(Vector[] arguments, int row)
    {
        foreach (Vector argument in arguments)
        {
            if (argument.IsNull(row))
            {
                return true;
            }
        }

        return false;
    }

    private void FillCodes(int count, bool asIs)
    {
        ReadOnlySpan<int> codes = _encoder!.Encode();
        Span<int> dense = _input.StartCodes(count);
        if (asIs)
        {
            codes[..count].CopyTo(dense);
        }
        else
        {
            GatherKernels.Gather(codes, _places.AsSpan(0, count), dense);
        }
    }

    private void FillValues(int count)
    {
        for (int i = 0; i < _arguments.Length; i++)
        {
            Vector from = _input.Arguments[i];
            Vector dense = _dense[i];
            if (from.IsMultiValue && !_function.TakesEntries)
            {
                VectorCopy.Pick(from, _places.AsSpan(0, count), dense);
                _input.Arguments[i] = dense;
                continue;
            }

            dense.Start(from.Form, count);
            int mask = from.IsMultiValue ? -1 : from.IndexMask;
            ReadOnlySpan<int> places = _places.AsSpan(0, count);
            switch (from.Form)
            {
                case PhysicalType.Long:
                    Gather(from.Longs, places, mask, dense.Longs);
                    break;
                case PhysicalType.Double:
                    Gather(from.Doubles, places, mask, dense.Doubles);
                    break;
                default:
                    Gather(from.Texts, places, mask, dense.Texts);
                    break;
            }

            _input.Arguments[i] = dense;
        }
    }

    private static void Gather<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> places, int mask, Span<T> result)
    {
        for (int i = 0; i < places.Length; i++)
        {
            result[i] = values[places[i] & mask];
        }
    }

    private void Fit(int count)
    {
        if (_places.Length < count)
        {
            _places = new int[Math.Max(count, ColumnReader.BlockRows)];
        }
    }
}
