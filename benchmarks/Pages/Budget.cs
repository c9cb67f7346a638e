using System.Text.Json.Nodes;
using Benchmarks.Reporting;

namespace Benchmarks.Pages;

/// <summary>A figure that has a limit.</summary>
/// <param name="Value">What was measured.</param>
/// <param name="Limit">What it must not exceed.</param>
internal sealed record Budget(double Value, double Limit)
{
    public bool IsMet => Value <= Limit;

    public JsonObject Json => new() { ["value"] = Report.Rounded(Value), ["target"] = Limit, ["isMet"] = IsMet };
}
