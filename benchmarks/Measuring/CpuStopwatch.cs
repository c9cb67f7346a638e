using System.Diagnostics;

namespace Benchmarks.Measuring;

/// <summary>Wall time and CPU time of all threads of this process. On a machine that does other work besides, only the latter can be compared.</summary>
internal readonly struct CpuStopwatch()
{
    private readonly TimeSpan _cpu = Environment.CpuUsage.TotalTime;
    private readonly long _wall = Stopwatch.GetTimestamp();

    /// <summary>Wall time since it was made.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_wall);

    /// <summary>CPU time since it was made.</summary>
    public TimeSpan Cpu => Environment.CpuUsage.TotalTime - _cpu;
}
