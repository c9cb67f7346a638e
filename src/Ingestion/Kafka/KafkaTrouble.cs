using System.Text.RegularExpressions;
using Confluent.Kafka;

namespace Ingestion.Kafka;

/// <summary>What a Kafka client last reported, in words that say what to do. Safe for any number of threads.</summary>
internal sealed partial class KafkaTrouble
{
    private TaskCompletionSource _isFinal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _text;
    private volatile bool _isRefused;

    /// <summary>The last report that tells a cause; null if there is none.</summary>
    public string? Text => Volatile.Read(ref _text);

    /// <summary>True once a broker has refused our login or certificate.</summary>
    public bool IsRefused => _isRefused;

    /// <summary>Completes when a broker refuses the client after this call: waiting for the next attempt does not help.</summary>
    public Task Refusal()
    {
        TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _isFinal, next);
        return next.Task;
    }

    /// <summary>Takes a report of the client.</summary>
    public void Add(ErrorCode code, string report)
    {
        // That all brokers are down follows the report that says why.
        if (code != ErrorCode.Local_AllBrokersDown || Text is null)
        {
            Volatile.Write(ref _text, Explain(code, report));
        }

        if (code is ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed or ErrorCode.Local_Ssl)
        {
            _isRefused = true;
            Volatile.Read(ref _isFinal).TrySetResult();
        }
    }

    /// <summary>Takes a line of the client's log: that a broker hung up in the middle of a greeting, as with the wrong <c>security.protocol</c>, is told only there.</summary>
    public void AddLogged(string facility, string line)
    {
        if (facility is "FAIL")
        {
            Add(ErrorCode.Local_Transport, Thread().Replace(line, ""));
        }
    }

    /// <summary>Forgets: brokers answer.</summary>
    public void Clear() => Volatile.Write(ref _text, null);

    /// <summary>One sentence on why brokers cannot be reached.</summary>
    /// <param name="code">The client's code.</param>
    /// <param name="report">The client's text, such as <c>kafka:9092/1: Failed to resolve 'kafka:9092': Name or service not known (after 3ms in state CONNECT)</c>.</param>
    public static string Explain(ErrorCode code, string report)
    {
        string text = Noise().Replace(report, "").Trim();
        string cure = code switch
        {
            ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed => "; see sasl.mechanism and sasl.jaas.config",
            ErrorCode.Local_Ssl => "; see security.protocol and the ssl.* keys",
            _ when text.Contains("Disconnected", StringComparison.Ordinal) && SpeaksTls().IsMatch(text) =>
                "; if the broker is up, its listener may be a PLAINTEXT one, or may want a certificate: see security.protocol and ssl.keystore.location",
            _ when text.Contains("Disconnected", StringComparison.Ordinal) => "; if the broker is up, its listener may expect SSL or SASL: see security.protocol",
            _ => "",
        };
        Match advertised = Advertised().Match(text);
        if (advertised.Success && code is ErrorCode.Local_Resolve or ErrorCode.Local_Transport)
        {
            string address = advertised.Groups["address"].Value;
            cure = $"; the broker advertises itself as '{address}', which must be reachable from here (advertised.listeners of the broker)";
        }

        return text + cure;
    }

    [GeneratedRegex(@"\s*\(after \d+ms in state [A-Z_]+(?:, \d+ identical error\(s\) suppressed)?\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Noise();

    [GeneratedRegex(@"^\[thrd:[^\]]*\]:\s*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Thread();

    [GeneratedRegex("^(?:sasl_)?ssl://", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SpeaksTls();

    [GeneratedRegex(@"(?:^|//)(?<address>[^/\s]+:\d+)/\d+: ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Advertised();
}
