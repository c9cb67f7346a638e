using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Benchmarks.Reporting;

namespace Benchmarks.Hosting;

/// <summary>The Kafka broker of a run: one that is there already, or one started for it and stopped with it.</summary>
internal sealed class Broker : IDisposable
{
    private readonly Action _stop;
    private readonly PosixSignalRegistration[] _signals;

    private Broker(string servers, Action stop)
    {
        Servers = servers;
        _stop = stop;
        _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, _ => stop()))];
    }

    /// <summary>Bootstrap servers.</summary>
    public string Servers { get; }

    /// <summary>Uses the broker that the options name, or starts one on their ports in the work folder.</summary>
    public static Broker Open(BenchOptions options)
    {
        if (options.Kafka is { } servers)
        {
            return new Broker(servers, () => { });
        }

        string script = FindScript() ?? throw new BenchException(
            "no Kafka: name a running broker with --kafka HOST:PORT, or a folder with a script 'kafka' (kafka start DIR PORT) in KAFKA_HOME");
        string directory = Path.Combine(options.WorkDirectory, "kafka");
        string port = options.KafkaPort.ToString(CultureInfo.InvariantCulture);
        Progress.Say($"starting Kafka on 127.0.0.1:{port}");
        Run(script, "start", directory, port);
        return new Broker($"127.0.0.1:{port}", () => Run(script, "stop", directory));
    }

    /// <summary>True if a broker was named or can be started.</summary>
    public static bool IsAvailable(BenchOptions options) => options.Kafka is not null || FindScript() is not null;

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
        {
            signal.Dispose();
        }

        _stop();
    }

    private static string? FindScript()
    {
        string?[] folders = [Environment.GetEnvironmentVariable("KAFKA_HOME"), Path.Combine(Repository.Root, "..", "shared", "kafka")];
        return folders.OfType<string>().Select(folder => Path.Combine(folder, "kafka")).FirstOrDefault(File.Exists);
    }

    private static void Run(string script, params string[] arguments)
    {
        ProcessStartInfo start = new(script, arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new BenchException($"'{script} {string.Join(' ', arguments)}' failed with exit code {process.ExitCode}: {output}");
        }
    }
}
