using System.Diagnostics;

namespace EndToEndTests.Hosting;

/// <summary>What a command left behind.</summary>
/// <param name="ExitCode">0 for success.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>This result, if the command succeeded.</summary>
    public CommandResult Succeeded() => ExitCode == 0 ? this : throw new InvalidOperationException($"exit code {ExitCode}\n{Output}\n{Error}");
}

/// <summary>Runs commands to their end.</summary>
internal static class Command
{
    public static Task<CommandResult> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellation) =>
        RunAsync(new ProcessStartInfo(program, arguments), cancellation);

    /// <summary>Runs a line of shell in a folder.</summary>
    public static Task<CommandResult> ShellAsync(string line, string folder, CancellationToken cancellation) =>
        RunAsync(new ProcessStartInfo("bash", ["-o", "pipefail", "-c", line]) { WorkingDirectory = folder }, cancellation);

    private static async Task<CommandResult> RunAsync(ProcessStartInfo start, CancellationToken cancellation)
    {
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return new CommandResult(process.ExitCode, await output, await error);
    }
}
