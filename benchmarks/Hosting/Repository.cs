using System.Diagnostics;

namespace Benchmarks.Hosting;

/// <summary>The checkout that the benchmarks were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Short name of the commit, with a plus sign if files differ from it; "unknown" outside a git checkout.</summary>
    public static string Commit()
    {
        string commit = Git("rev-parse", "--short", "HEAD");
        return commit.Length == 0 ? "unknown" : commit + (Git("status", "--porcelain", "--untracked-files=no").Length > 0 ? "+" : "");
    }

    private static string Git(params string[] arguments)
    {
        ProcessStartInfo start = new("git", ["-C", Root, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : "";
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Web.sln")))
            {
                return folder.FullName;
            }
        }

        throw new BenchException($"no Web.sln above {AppContext.BaseDirectory}: run ./bench from a checkout");
    }
}
