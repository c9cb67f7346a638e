using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Benchmarks.Hosting;

namespace Benchmarks.Reporting;

/// <summary>The result of a run: one JSON object that says what was run, where, when and on which commit.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="run">The verb.</param>
    /// <param name="figures">What it measured; they become members of the report.</param>
    public static JsonObject Of(string run, JsonObject figures)
    {
        JsonObject report = new()
        {
            ["run"] = run,
            ["commit"] = Repository.Commit(),
            ["date"] = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["machine"] = Machine(),
        };
        foreach ((string name, JsonNode? value) in figures.ToArray())
        {
            figures.Remove(name);
            report[name] = value;
        }

        return report;
    }

    /// <summary>Prints the report, and keeps a copy where the user wants one.</summary>
    public static void Publish(JsonObject report, string? jsonFile)
    {
        string text = report.ToJsonString(Indented);
        Console.Out.WriteLine(text);
        if (jsonFile is not null)
        {
            File.WriteAllText(jsonFile, text + "\n");
        }
    }

    /// <summary>A figure with as many decimals as mean anything.</summary>
    public static double Rounded(double value, int decimals = 2) => Math.Round(value, decimals);

    private static JsonObject Machine() => new()
    {
        ["cpu"] = Cpu(),
        ["cores"] = Environment.ProcessorCount,
        ["memoryGb"] = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30,
        ["os"] = RuntimeInformation.OSDescription,
        ["runtime"] = RuntimeInformation.FrameworkDescription,
    };

    private static string Cpu()
    {
        const string File = "/proc/cpuinfo";
        return System.IO.File.Exists(File)
            ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown"
            : RuntimeInformation.ProcessArchitecture.ToString();
    }
}
