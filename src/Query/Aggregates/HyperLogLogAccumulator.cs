using Query.Kernels;
using Query.Vectors;
using Segments.Columns;
using Segments.Schema;

namespace Query.Aggregates;

/// <summary>DISTINCTCOUNTHLL and cousins: an estimate in fixed memory; small sets are counted exactly.</summary>
internal sealed class HyperLogLogAccumulator(AccumulatorSetup setup, int logRegisters) : Accumulator
{
    private const int ExactLimit = 256;

    private byte[]?[] _registers = [];
    private HashSet<ulong>?[] _exact = [];
    private long _bytes;

    public override long HeapBytes => _bytes;

    public override void Reserve(int groups)
    {
        Grow(ref _registers, groups, null);
        Grow(ref _exact, groups, null);
    }

    public override void Add(AggregateInput input)
    {
        switch (setup.Arguments[0].Physical)
        {
            case PhysicalType.Long:
                AddAll(input, input.Longs(0));
                break;
            case PhysicalType.Double:
                AddAll(input, System.Runtime.InteropServices.MemoryMarshal.Cast<double, long>(input.Doubles(0)));
                break;
            default:
                ReadOnlySpan<Utf8Slice> texts = input.Texts(0);
                for (int i = 0; i < texts.Length; i++)
                {
                    Take(input.IsGrouped ? input.Groups[i] : 0, HashKernels.Hash(texts[i].Span));
                }

                break;
        }
    }

    public override void Merge(Accumulator other, ReadOnlySpan<int> map)
    {
        HyperLogLogAccumulator theirs = (HyperLogLogAccumulator)other;
        for (int group = 0; group < map.Length; group++)
        {
            foreach (ulong hash in theirs._exact[group] ?? [])
            {
                Take(map[group], hash);
            }

            if (theirs._registers[group] is { } registers)
            {
                byte[] mine = Promote(map[group]);
                for (int i = 0; i < mine.Length; i++)
                {
                    mine[i] = Math.Max(mine[i], registers[i]);
                }
            }
        }
    }

    public override void Finish(ReadOnlySpan<int> groups, Vector result)
    {
        result.Start(PhysicalType.Long, groups.Length);
        for (int i = 0; i < groups.Length; i++)
        {
            result.Longs[i] = _registers[groups[i]] is { } registers ? Estimate(registers) : _exact[groups[i]]?.Count ?? 0;
        }
    }

    private void AddAll(AggregateInput input, ReadOnlySpan<long> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            Take(input.IsGrouped ? input.Groups[i] : 0, HashKernels.Hash(values[i]));
        }
    }

    private void Take(int group, ulong hash)
    {
        byte[]? registers = _registers[group];
        if (registers is null)
        {
            HashSet<ulong> exact = _exact[group] ??= [];
            if (!exact.Add(hash) || exact.Count <= ExactLimit)
            {
                return;
            }

            registers = Promote(group);
        }

        SetRegister(registers, hash);
    }

    private byte[] Promote(int group)
    {
        if (_registers[group] is { } existing)
        {
            return existing;
        }

        byte[] registers = new byte[1 << logRegisters];
        _bytes += registers.Length;
        foreach (ulong hash in _exact[group] ?? [])
        {
            SetRegister(registers, hash);
        }

        _exact[group] = null;
        return _registers[group] = registers;
    }

    private void SetRegister(byte[] registers, ulong hash)
    {
        int index = (int)(hash >> (64 - logRegisters));
        byte rank = (byte)(System.Numerics.BitOperations.LeadingZeroCount((hash << logRegisters) | (1UL << (logRegisters - 1))) + 1);
        if (rank > registers[index])
        {
            registers[index] = rank;
        }
    }

    private static long Estimate(byte[] registers)
    {
        double sum = 0;
        int zeros = 0;
        foreach (byte register in registers)
        {
            sum += Math.ScaleB(1, -register);
            zeros += register == 0 ? 1 : 0;
        }

        double size = registers.Length;
        double raw = 0.7213 / (1 + (1.079 / size)) * size * size / sum;
        return (long)Math.Round(raw <= 2.5 * size && zeros > 0 ? size * Math.Log(size / zeros) : raw);
    }
}
