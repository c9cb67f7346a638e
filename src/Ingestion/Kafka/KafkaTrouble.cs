using System.Text.RegularExpressions;
using Confluent.Kafka;

namespace Ingestion.Kafka;

/// <summary>Puts the Kafka client's reports into words that say what to do.</summary>
internal static partial class KafkaTrouble
{
    /// <summary>One sentence on why brokers cannot be reached.</summary>
    /// <param name="code">The client's code.</param>
    /// <param name="report">The client's text, such as <c>kafka:9092/1: Failed to resolve 'kafka:9092': Name or service not known (after 3ms in state CONNECT)</c>.</param>
    public static string Explain(ErrorCode code, string report)
    {
        string text = Noise().Replace(report, "").Trim();
        Match advertised = Advertised().Match(text);
        if (advertised.Success && code is ErrorCode.Local_Resolve or ErrorCode.Local_Transport)
        {
            string address = advertised.Groups["address"].Value;
            return $"{text}; the broker advertises itself as '{address}', which must be reachable from here (advertised.listeners of the broker)";
        }

        return text;
    }

    [GeneratedRegex(@"\s*\(after \d+ms in state [A-Z_]+(?:, \d+ identical error\(s\) suppressed)?\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Noise();

    [GeneratedRegex(@"(?:^|//)(?<address>[^/\s]+:\d+)/\d+: ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Advertised();
}
