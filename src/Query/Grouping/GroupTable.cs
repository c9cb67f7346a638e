using Query.Scanning;
using Query.Vectors;
using Segments.Columns;

namespace Query.Grouping;

/// <summary>Numbers the groups of one worker: rows of a block to group numbers, group numbers to key values.</summary>
/// <remarks>One key: its codes are the groups. More keys: pairs of codes, then pairs of those and the next code.</remarks>
internal sealed class GroupTable(KeyEncoder[] keys)
{
    private readonly PairTable[] _pairs = [.. keys.Skip(1).Select(_ => new PairTable())];
    private int[] _groups = [];
    private int[] _positions = [];
    private readonly int[][] _lists = new int[keys.Length][];
    private int[][] _expanded = [];

    /// <summary>Groups so far.</summary>
    public int Count => _pairs.Length > 0 ? _pairs[^1].Count : keys[0].Count;

    /// <summary>Bytes held.</summary>
    public long HeapBytes => keys.Sum(key => key.HeapBytes) + _pairs.Sum(pair => pair.HeapBytes);

    /// <summary>Groups of the current rows; a row with a list as key is in as many as the list has entries.</summary>
    /// <param name="scope">The rows.</param>
    /// <param name="positions">For each group number the selected row it is for; empty if it is the row of the same place.</param>
    public ReadOnlySpan<int> Map(RowScope scope, out ReadOnlySpan<int> positions)
    {
        positions = default;
        if (Array.Exists(keys, key => !key.Offsets().IsEmpty))
        {
            return MapLists(scope, out positions);
        }

        ReadOnlySpan<int> groups = keys[0].Encode();
        int known = keys[0].Count;
        for (int i = 1; i < keys.Length; i++)
        {
            groups = Combine(i, groups, known, keys[i].Encode());
            known = _pairs[i - 1].Count;
        }

        return groups;
    }

    /// <summary>Writes key values of groups.</summary>
    public void Decode(int key, ReadOnlySpan<int> groups, Vector result)
    {
        if (_pairs.Length == 0)
        {
            keys[0].Decode(groups, result);
            return;
        }

        int[] codes = new int[groups.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            int code = groups[i];
            for (int level = _pairs.Length; level > key; level--)
            {
                code = _pairs[level - 1].Left(code);
            }

            codes[i] = key == 0 ? code : _pairs[key - 1].Right(code);
        }

        keys[key].Decode(codes, result);
    }

    /// <summary>Takes over all groups of another worker's table.</summary>
    /// <returns>For each of its groups the group here.</returns>
    public int[] Merge(GroupTable other, KeyEncoder[] otherKeys)
    {
        int[] map = keys[0].Merge(otherKeys[0]);
        for (int i = 1; i < keys.Length; i++)
        {
            int[] right = keys[i].Merge(otherKeys[i]);
            PairTable theirs = other._pairs[i - 1];
            int[] merged = new int[theirs.Count];
            for (int code = 0; code < merged.Length; code++)
            {
                merged[code] = _pairs[i - 1].Intern(map[theirs.Left(code)], right[theirs.Right(code)]);
            }

            map = merged;
        }

        return map;
    }

    private Span<int> Combine(int key, ReadOnlySpan<int> left, int leftCount, ReadOnlySpan<int> right)
    {
        if (_groups.Length < left.Length)
        {
            _groups = new int[Math.Max(left.Length, ColumnReader.BlockRows)];
        }

        Span<int> groups = _groups.AsSpan(0, left.Length);
        _pairs[key - 1].Intern(left, leftCount, right, keys[key].Count, groups);
        return groups;
    }

    /// <summary>Spells out every combination of entries, then numbers the combinations as if they were rows.</summary>
    private ReadOnlySpan<int> MapLists(RowScope scope, out ReadOnlySpan<int> positions)
    {
        if (_expanded.Length == 0)
        {
            _expanded = [.. keys.Select(_ => Array.Empty<int>())];
        }

        for (int i = 0; i < keys.Length; i++)
        {
            _lists[i] = keys[i].Offsets().ToArray();
        }

        int total = CountCombinations(scope);
        Fit(ref _positions, total);
        for (int i = 0; i < keys.Length; i++)
        {
            Fit(ref _expanded[i], total);
            Expand(i, scope, keys[i].Encode());
        }

        positions = _positions.AsSpan(0, total);
        ReadOnlySpan<int> groups = _expanded[0].AsSpan(0, total);
        int known = keys[0].Count;
        for (int i = 1; i < keys.Length; i++)
        {
            groups = Combine(i, groups, known, _expanded[i].AsSpan(0, total));
            known = _pairs[i - 1].Count;
        }

        return groups;
    }

    private int CountCombinations(RowScope scope)
    {
        int total = 0;
        for (int row = 0; row < scope.Count; row++)
        {
            int combinations = 1;
            foreach (int[] offsets in _lists)
            {
                combinations *= offsets.Length == 0 ? 1 : offsets[row + 1] - offsets[row];
            }

            total += combinations;
        }

        return total;
    }

    private void Expand(int key, RowScope scope, ReadOnlySpan<int> codes)
    {
        int next = 0;
        for (int row = 0; row < scope.Count; row++)
        {
            (int before, int own, int after) = (1, 1, 1);
            for (int i = 0; i < keys.Length; i++)
            {
                int[] offsets = _lists[i];
                int entries = offsets.Length == 0 ? 1 : offsets[row + 1] - offsets[row];
                (before, own, after) = i < key ? (before * entries, own, after) : i == key ? (before, entries, after) : (before, own, after * entries);
            }

            int start = _lists[key].Length == 0 ? row : _lists[key][row];
            for (int repeat = 0; repeat < before; repeat++)
            {
                for (int entry = 0; entry < own; entry++)
                {
                    _positions.AsSpan(next, after).Fill(row);
                    _expanded[key].AsSpan(next, after).Fill(codes[start + entry]);
                    next += after;
                }
            }
        }
    }

    private static void Fit(ref int[] buffer, int count)
    {
        if (buffer.Length < count)
        {
            buffer = new int[Math.Max(count, ColumnReader.BlockRows * 2)];
        }
    }
}
