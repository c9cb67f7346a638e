using System.Text;
using BenchmarkDotNet.Attributes;
using Segments.Columns;
using Segments.Encodings;

namespace Benchmarks.Segments;

/// <summary>Packing and unpacking uuids as digits of a template, per text.</summary>
public unsafe class TextTemplateBenchmarks
{
    private const int Texts = 4096;

    private readonly ByteArena _arena = new();
    private readonly TextTemplate _template;
    private readonly Utf8Slice[] _texts = new Utf8Slice[Texts];
    private readonly Utf8Slice[] _unpacked = new Utf8Slice[Texts];
    private readonly byte[] _packed;
    private readonly byte[] _target;

    public TextTemplateBenchmarks()
    {
        TextTemplateFinder finder = new();
        for (int i = 0; i < Texts; i++)
        {
            _texts[i] = _arena.Add(Encoding.ASCII.GetBytes(Guid.NewGuid().ToString()));
            finder.Add(_texts[i].Span);
        }

        _template = finder.Find()!;
        _packed = GC.AllocateArray<byte>((Texts * _template.PackedBytes) + BitPacking.SlackBytes, pinned: true);
        _target = GC.AllocateArray<byte>((Texts * _template.TextLength) + TextTemplate.LongestText, pinned: true);
        Pack();
    }

    [Benchmark(OperationsPerInvoke = Texts)]
    public void Pack() => _template.Pack(_texts, _packed);

    [Benchmark(OperationsPerInvoke = Texts)]
    public void Unpack()
    {
        fixed (byte* packed = _packed, target = _target)
        {
            _template.Unpack(packed, target, _unpacked);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Texts)]
    public void PlainUnpack()
    {
        fixed (byte* packed = _packed, target = _target)
        {
            _template.UnpackScalar(packed, target, Texts);
        }
    }
}
