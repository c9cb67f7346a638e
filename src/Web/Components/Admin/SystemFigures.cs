using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Web.Access;
using Web.Audit;
using Web.Hosting;
using Web.Texts;
using Web.Visitors;

namespace Web.Components.Admin;

/// <summary>What the process takes and how it is set up, at one moment. Figures are words for people.</summary>
/// <param name="Groups">Heading, then name and value of each figure.</param>
internal sealed record SystemFigures(IReadOnlyList<(string Heading, IReadOnlyList<(string Name, string Value)> Figures)> Groups)
{
    private static readonly string[] DatabaseFiles = ["console.db", "console.db-wal"];

    /// <summary>Takes the figures.</summary>
    /// <param name="settings">How the process is set up.</param>
    /// <param name="circuits">Open pages.</param>
    /// <param name="reports">What browsers reported.</param>
    /// <param name="audit">The log.</param>
    /// <param name="tableBytes">Sealed files and the heap of consuming segments.</param>
    public static SystemFigures Read(Settings settings, Circuits circuits, CspReports reports, AuditLog audit, long tableBytes)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan uptime = DateTime.UtcNow - process.StartTime.ToUniversalTime();
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        return new SystemFigures(
        [
            ("Process",
            [
                ("Version", Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0"),
                ("Runs for", Numbers.Span(uptime)),
                ("Processors", $"{Environment.ProcessorCount}"),
                ("Time of processors", $"{Numbers.Span(process.TotalProcessorTime)}, {Numbers.Percent(process.TotalProcessorTime / uptime / Environment.ProcessorCount)} of all since the start"),
                ("Threads", $"{process.Threads.Count}, of which {ThreadPool.ThreadCount} in the pool"),
            ]),
            ("Memory",
            [
                ("Resident", Numbers.Bytes(process.WorkingSet64)),
                ("Managed", Numbers.Bytes(GC.GetTotalMemory(forceFullCollection: false))),
                ("Tables", $"{Numbers.Bytes(tableBytes)}, sealed ones as mapped files that the system may drop from memory"),
                ("Collections", $"{GC.CollectionCount(0)} · {GC.CollectionCount(1)} · {GC.CollectionCount(2)} by generation, {memory.PauseTimePercentage.ToString("0.##", CultureInfo.InvariantCulture)} % of the time"),
                ("Limit", Numbers.Bytes(memory.TotalAvailableMemoryBytes)),
            ]),
            ("Storage",
            [
                ("Data folder", Path.GetFullPath(settings.Storage.DataDirectory)),
                ("Free on its disk", Free(settings.Storage.DataDirectory)),
                ("Console's database", Numbers.Bytes(DatabaseBytes(settings.Storage.DataDirectory))),
                ("Audit lines lost", audit.Lost == 0 ? "none" : $"{Numbers.Exact(audit.Lost)}: the log of the server says why"),
            ]),
            ("Console",
            [
                ("Open pages", $"{Numbers.Exact(circuits.Count)} of at most {Numbers.Exact(circuits.Max)}"),
                ("Refused by browsers", reports.Count == 0 ? "nothing" : $"{Numbers.Exact(reports.Count)} reports: {string.Join("; ", reports.Kinds)}"),
                ("Sign-in", settings.Access.Kind.ToString()),
                ("Which means", Consequence(settings)),
            ]),
        ]);
    }

    /// <summary>What the way of signing in means for who can do what.</summary>
    public static string Consequence(Settings settings) => settings.Access.Kind switch
    {
        AccessMode.Token => $"People and programs come in by the token of their role; a browser stays signed in for {Numbers.Span(settings.Access.SignInLasts)}. {Plain(settings)}",
        AccessMode.Proxy => $"The proxy says who somebody is, in {settings.Access.UserHeader}; it is believed from {string.Join(", ", settings.Access.TrustedProxies)} alone.",
        _ when settings.Server.IsPublic => "Nobody signs in, and other machines can reach this server: everybody who does can read and change every table. Set Access:Mode.",
        _ => "Nobody signs in: everybody on this machine can read and change every table. Others cannot reach it.",
    };

    private static string Plain(Settings settings) => settings.Server.IsPublic
        ? "This server itself speaks HTTP: put a proxy with TLS in front of it, unless the network is yours."
        : "Other machines cannot reach this server but through a proxy on this one.";

    private static string Free(string folder)
    {
        try
        {
            DriveInfo drive = new(Path.GetFullPath(folder));
            return $"{Numbers.Bytes(drive.AvailableFreeSpace)} of {Numbers.Bytes(drive.TotalSize)}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "not told by the system";
        }
    }

    private static long DatabaseBytes(string folder) =>
        DatabaseFiles.Select(name => new FileInfo(Path.Combine(folder, name))).Where(file => file.Exists).Sum(file => file.Length);
}
