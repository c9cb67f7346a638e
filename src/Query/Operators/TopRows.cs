namespace Query.Operators;

/// <summary>The first rows in sort order, then in scan order, of all that were offered.</summary>
/// <remarks>A heap with the worst kept row on top. Rows are told apart by a reference of 64 bits, which also decides ties.</remarks>
internal sealed class TopRows(SortKeys keys, int capacity)
{
    private int[] _heap = new int[Math.Min(capacity, 16)];
    private long[] _references = new long[Math.Min(capacity, 16)];

    /// <summary>Rows kept.</summary>
    public int Count { get; private set; }

    /// <summary>True if a row can only get in by pushing another one out.</summary>
    public bool IsFull => Count >= capacity;

    /// <summary>The slot of the row that would be pushed out.</summary>
    public int Worst => _heap[0];

    /// <summary>The reference of that row.</summary>
    public long WorstReference => _references[_heap[0]];

    public SortKeys Keys { get; } = keys;

    /// <summary>Bytes held.</summary>
    public long HeapBytes => Keys.HeapBytes + (_heap.Length * 12L) + (Count * 16L * Keys.Count);

    /// <summary>Offers a row of the scope the keys were loaded for.</summary>
    public void Offer(int row, long reference)
    {
        if (capacity == 0)
        {
            return;
        }

        if (!IsFull)
        {
            Fit();
            Keys.Store(row, Count);
            Push(reference);
            return;
        }

        int order = Keys.CompareRow(row, Worst);
        if (order < 0 || (order == 0 && reference < WorstReference))
        {
            Keys.Store(row, Worst);
            _references[Worst] = reference;
            SiftDown(0);
        }
    }

    /// <summary>Offers all rows another worker kept.</summary>
    public void Merge(TopRows other)
    {
        for (int slot = 0; slot < other.Count; slot++)
        {
            long reference = other._references[slot];
            if (!IsFull)
            {
                Fit();
                Keys.Take(other.Keys, slot, Count);
                Push(reference);
                continue;
            }

            // One spare slot behind the heap takes the candidate.
            Keys.Take(other.Keys, slot, capacity);
            int order = Keys.Compare(capacity, Worst);
            if (order < 0 || (order == 0 && reference < WorstReference))
            {
                Keys.Take(other.Keys, slot, Worst);
                _references[Worst] = reference;
                SiftDown(0);
            }
        }
    }

    /// <summary>References in final order.</summary>
    public long[] Sorted()
    {
        int[] slots = _heap[..Count];
        Array.Sort(slots, Compare);
        return [.. slots.Select(slot => _references[slot])];
    }

    private void Push(long reference)
    {
        _references[Count] = reference;
        _heap[Count] = Count;
        int child = Count++;
        while (child > 0)
        {
            int parent = (child - 1) / 2;
            if (Compare(_heap[parent], _heap[child]) >= 0)
            {
                break;
            }

            (_heap[parent], _heap[child]) = (_heap[child], _heap[parent]);
            child = parent;
        }
    }

    private void SiftDown(int parent)
    {
        while (true)
        {
            int child = (2 * parent) + 1;
            if (child >= Count)
            {
                return;
            }

            if (child + 1 < Count && Compare(_heap[child + 1], _heap[child]) > 0)
            {
                child++;
            }

            if (Compare(_heap[parent], _heap[child]) >= 0)
            {
                return;
            }

            (_heap[parent], _heap[child]) = (_heap[child], _heap[parent]);
            parent = child;
        }
    }

    private int Compare(int left, int right)
    {
        int order = Keys.Compare(left, right);
        return order != 0 ? order : _references[left].CompareTo(_references[right]);
    }

    private void Fit()
    {
        if (Count == _heap.Length)
        {
            int size = (int)Math.Min(Math.Max(16L, _heap.Length * 2L), capacity);
            Array.Resize(ref _heap, size);
            Array.Resize(ref _references, size);
        }
    }
}
