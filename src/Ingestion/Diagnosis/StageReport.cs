namespace Ingestion.Diagnosis;

/// <summary>What has to work between this server and the messages of a topic, in this order.</summary>
public enum CheckStage
{
    /// <summary>The brokers' names have addresses.</summary>
    Resolve,

    /// <summary>Somebody listens there.</summary>
    Connect,

    /// <summary>Both speak TLS, or both do not.</summary>
    Tls,

    /// <summary>The broker takes the user.</summary>
    SignIn,

    /// <summary>The broker tells of the cluster.</summary>
    Metadata,

    /// <summary>The addresses that the brokers tell are reachable from here.</summary>
    Advertised,

    /// <summary>A message can be read.</summary>
    Read,
}

/// <summary>How a stage ended.</summary>
/// <param name="Stage">Which.</param>
/// <param name="HasPassed">False if nothing behind it can work.</param>
/// <param name="Text">What was found, or what is wrong and what to do about it; holds no secret.</param>
/// <param name="Detail">What the client library or the system said, word for word; null if it adds nothing.</param>
/// <param name="Took">Time it took.</param>
public sealed record StageReport(CheckStage Stage, bool HasPassed, string Text, string? Detail, TimeSpan Took);
