using BenchmarkDotNet.Attributes;
using Segments.Encodings;

namespace Benchmarks.Segments;

/// <summary>Unpacking blocks of packed integers, per value: vectors beside the plain twin, over more blocks than a core's cache holds.</summary>
public unsafe class BitPackingBenchmarks
{
    private const int BlockRows = 4096;
    private const int Blocks = 512;

    private readonly long[] _longs = new long[BlockRows];
    private readonly int[] _ints = new int[BlockRows];
    private byte[] _packed = [];

    [Params(4, 10, 13, 20)]
    public int Width { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _packed = GC.AllocateArray<byte>((Blocks * BitPacking.PackedBytes(BlockRows, Width)) + BitPacking.SlackBytes, pinned: true);
        new Random(1).NextBytes(_packed);
    }

    [Benchmark(OperationsPerInvoke = BlockRows * Blocks)]
    public void Longs()
    {
        for (int block = 0; block < Blocks; block++)
        {
            BitPacking.Unpack(Block(block), Width, 1_767_225_600_000, _longs);
        }
    }

    [Benchmark(OperationsPerInvoke = BlockRows * Blocks)]
    public void Ids()
    {
        for (int block = 0; block < Blocks; block++)
        {
            BitPacking.Unpack(Block(block), Width, 0, _ints);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = BlockRows * Blocks)]
    public void PlainLongs()
    {
        for (int block = 0; block < Blocks; block++)
        {
            BitPacking.UnpackScalar(Block(block), Width, 1_767_225_600_000, _longs.AsSpan(), first: 0);
        }
    }

    private byte* Block(int block)
    {
        fixed (byte* packed = _packed) // pinned for good
        {
            return packed + (block * BitPacking.PackedBytes(BlockRows, Width));
        }
    }
}
