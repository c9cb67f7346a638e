using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Benchmarks.Hosting;

/// <summary>The real server in a process of its own, so that its CPU time and memory are its own.</summary>
internal sealed partial class ServerProcess : IDisposable
{
    private const int Terminate = 15;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly string _logFile;

    private ServerProcess(Process process, string logFile, Uri address)
    {
        _process = process;
        _logFile = logFile;
        _log = new StreamWriter(logFile);
        Client = new ServerClient(address);
        process.OutputDataReceived += (_, line) => Log(line.Data);
        process.ErrorDataReceived += (_, line) => Log(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public ServerClient Client { get; }

    /// <summary>CPU time of all its threads since it started.</summary>
    public TimeSpan CpuTime => Refreshed().TotalProcessorTime;

    public long ResidentBytes => Refreshed().WorkingSet64;

    public long PeakResidentBytes => Refreshed().PeakWorkingSet64;

    /// <summary>Time from the start of the process to its first healthy answer.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>Starts the server on an empty data folder and waits until it is healthy.</summary>
    /// <param name="options">Say where the server lies and which ports it takes.</param>
    /// <param name="name">Of the data folder and the log, both in the work folder; what an earlier run left there is removed.</param>
    /// <param name="kafka">Bootstrap servers, which also keeps the demo source out.</param>
    public static ServerProcess Start(BenchOptions options, string name, string kafka)
    {
        string data = Path.Combine(options.WorkDirectory, name);
        if (Directory.Exists(data))
        {
            Directory.Delete(data, recursive: true);
        }

        return StartAgain(options, name, kafka);
    }

    /// <summary>As <see cref="Start"/>, with what the data folder holds.</summary>
    public static ServerProcess StartAgain(BenchOptions options, string name, string kafka)
    {
        string port = options.Port.ToString(CultureInfo.InvariantCulture);
        string brokerPort = (options.Port + 1).ToString(CultureInfo.InvariantCulture);
        string data = Path.Combine(options.WorkDirectory, name);
        string[] arguments = [ServerFile(options), "StartServer", "--kafka", kafka, "--data", data, "--port", port, "--broker-port", brokerPort];
        ProcessStartInfo start = new("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        long started = Stopwatch.GetTimestamp();
        ServerProcess server = new(Process.Start(start)!, data + ".log", new Uri($"http://127.0.0.1:{port}"));
        try
        {
            server.WaitUntilHealthy(started);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Ends it like a crash.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, Terminate);
            if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            {
                _process.Kill();
                _process.WaitForExit();
            }
        }

        _process.Dispose();
        lock (_log)
        {
            _log.Dispose();
        }
    }

    private static string ServerFile(BenchOptions options) => File.Exists(options.Server)
        ? options.Server
        : throw new BenchException($"no server at {options.Server}: run ./bench without --no-build, which publishes it, or name its Web.dll with --server");

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    private void WaitUntilHealthy(long started)
    {
        while (!Client.IsHealthy())
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(started) > StartLimit)
            {
                throw new BenchException($"the server did not become healthy within {StartLimit.TotalSeconds} s; its log: {_logFile}");
            }

            Thread.Sleep(10);
        }

        StartTime = Stopwatch.GetElapsedTime(started);
    }

    private Process Refreshed()
    {
        _process.Refresh();
        return _process;
    }

    private void Log(string? line)
    {
        if (line is not null)
        {
            lock (_log)
            {
                _log.WriteLine(line);
                _log.Flush();
            }
        }
    }
}
