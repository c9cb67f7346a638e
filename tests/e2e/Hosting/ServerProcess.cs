using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace EndToEndTests.Hosting;

/// <summary>The real program as a process of its own, on ports and a data folder that outlive a restart.</summary>
internal sealed class ServerProcess(params string[] flags) : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopsWithin = TimeSpan.FromMinutes(1);

    private readonly TempFolder _home = new();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;
    private Task _ready = Task.CompletedTask;

    /// <summary>Port of console and controller routes.</summary>
    public int Port { get; } = Ports.Free();

    /// <summary>Port of the broker routes.</summary>
    public int BrokerPort { get; } = Ports.Free();

    public Uri Controller => new($"http://localhost:{Port}");

    public Uri Broker => new($"http://localhost:{BrokerPort}");

    /// <summary>Settings beyond the flags, as environment variables name them.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    public string DataFolder => Path.Combine(_home.Path, "data");

    /// <summary>Its process, while it runs.</summary>
    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("the server does not run");

    /// <summary>True: a file that grows over the limit of its process is an error of the write, as on a full disk, and no signal that ends it.</summary>
    public bool MeetsFullDisks { get; init; }

    /// <summary>What it printed for people.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>Whether it runs, and what it logged, for messages of tests.</summary>
    public string Fate => $"the server {(_process is null ? "was stopped" : _process.HasExited ? $"ended with {_process.ExitCode}" : "runs")}; it logged:\n{Log}";

    /// <summary>What it logged.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>Starts it and waits until it says where to look.</summary>
    public Task StartAsync(CancellationToken cancellation) => StartProgramAsync(Repository.Program, cancellation);

    /// <summary>Starts the same program built elsewhere.</summary>
    public Task StartProgramAsync(string program, CancellationToken cancellation) =>
        StartAsync(Shell, ShellArguments(program), cancellation);

    /// <summary>Starts it as people do: <c>./run</c>.</summary>
    public Task StartWithRunAsync(CancellationToken cancellation) => StartAsync(Repository.PathOf("run"), [], cancellation);

    /// <summary>Starts it without waiting.</summary>
    public void Launch() => Launch(Shell, ShellArguments(Repository.Program));

    /// <summary>Lets no file grow over so many bytes, as if the disk were full; null lifts it. Only if <see cref="MeetsFullDisks"/>.</summary>
    public async Task LimitFilesAsync(int? bytes)
    {
        string limit = bytes?.ToString(CultureInfo.InvariantCulture) ?? "unlimited";
        (await Command.RunAsync("prlimit", ["--pid", ProcessId.ToString(CultureInfo.InvariantCulture), $"--fsize={limit}:"], TestContext.Current.CancellationToken)).Succeeded();
    }

    /// <summary>Waits until a launched server says where to look.</summary>
    public async Task WaitUntilReadyAsync()
    {
        try
        {
            await _ready.WaitAsync(StartsWithin, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new InvalidOperationException($"the server did not say that it is ready; {Fate}", exception);
        }
    }

    /// <summary>Ends it like a crash; without effect if it does not run.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
            _process = null;
        }
    }

    /// <summary>Ends it as service managers do, unless told otherwise: a shell that starts the tests in the background lets INT be ignored.</summary>
    /// <returns>Exit code and how long it took.</returns>
    public async Task<(int ExitCode, TimeSpan Took)> StopAsync(string signal = "TERM")
    {
        Process process = _process ?? throw new InvalidOperationException("the server does not run");
        long started = Stopwatch.GetTimestamp();
        await Command.RunAsync("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)], CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None).WaitAsync(StopsWithin);
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        int exitCode = process.ExitCode;
        process.Dispose();
        _process = null;
        return (exitCode, took);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _home.Dispose();
    }

    private async Task StartAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        Launch(program, arguments);
        Process process = _process!;
        Task ended = process.WaitForExitAsync(cancellation);
        Task first = await Task.WhenAny(_ready, ended, Task.Delay(StartsWithin, cancellation));
        if (first != _ready)
        {
            await KillAsync();
            throw new InvalidOperationException($"the server did not start: {string.Join('\n', _output)}\n{Log}");
        }
    }

    private string Shell => MeetsFullDisks ? "bash" : "dotnet";

    private string[] ShellArguments(string program) => MeetsFullDisks
        ? ["-c", "trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0; exec dotnet \"$@\"", "bash", program, "StartServer"]
        : [program, "StartServer"];

    private void Launch(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, [.. arguments, "--data", DataFolder, .. PortFlags(), .. flags])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _home.Path,
        };
        foreach ((string name, string value) in Settings)
        {
            start.Environment[name] = value;
        }

        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
            {
                _output.Enqueue(text);
                if (text.StartsWith("Millrace is running", StringComparison.Ordinal))
                {
                    ready.TrySetResult();
                }
            }
        };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
            {
                _log.Enqueue(text);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        (_process, _ready) = (process, ready.Task);
    }

    private string[] PortFlags() =>
        ["--port", Port.ToString(CultureInfo.InvariantCulture), "--broker-port", BrokerPort.ToString(CultureInfo.InvariantCulture)];
}
