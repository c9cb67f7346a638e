using Ingestion.Kafka;
using Ingestion.Sampling;
using Web.Texts;

namespace Web.Components.TableWizard;

/// <summary>What a sample is, in sentences.</summary>
internal static class SampleWords
{
    /// <summary>How many messages there are, and why not more.</summary>
    public static string Amount(TopicSample sample, string topic)
    {
        string amount = sample switch
        {
            { Messages.Count: > 0 } => $"{Numbers.Exact(sample.Messages.Count)} of about {Numbers.Short(sample.Stored)} messages.",
            { Stored: > 0 } => $"No message lies there; {CellText.Visible(topic)} holds about {Numbers.Short(sample.Stored)}.",
            { Deleted: > 0 } => $"The oldest {Numbers.Short(sample.Deleted)} messages were already deleted by retention; the topic is empty now.",
            _ => $"{CellText.Visible(topic)} has no messages right now ({(sample.Partitions == 1 ? "1 partition, empty" : $"{sample.Partitions} partitions, all empty")}).",
        };
        return sample is { IsCut: true, Messages.Count: > 0 }
            ? $"{amount} Stopped after {Numbers.Span(sample.Took)} with {Numbers.Exact(sample.Messages.Count)} messages. Good enough to continue; “Sample more” reads on."
            : amount;
    }

    /// <summary>How many of the messages can be read; null if nothing is known.</summary>
    public static string? Verdict(SampleProfile? profile, string decoder)
    {
        bool isJson = decoder == DecoderNames.Json;
        string found = isJson ? "JSON objects" : "Readable";
        return profile switch
        {
            null or { Messages: 0 } => null,
            { Objects: 0 } => $"None of {profile.Messages} messages is {(isJson ? "valid JSON" : "what the format says")}. First error: {CellText.Visible(profile.Trouble ?? "")}",
            { Trouble: not null } => $"{found} ({profile.Objects} of {profile.Messages} messages). {profile.Messages - profile.Objects} could not be parsed; they will be rejected and listed, not lost.",
            _ => $"{found} ({profile.Objects} of {profile.Messages} messages).",
        };
    }

    /// <summary>Which messages are not shown whole; null if all are.</summary>
    public static string? Cut(TopicSample sample)
    {
        SampledMessage[] cut = [.. sample.Messages.Where(message => message.IsCut)];
        string? whole = cut.Length switch
        {
            0 => null,
            1 => $"A message of {Numbers.Bytes(cut[0].Bytes)} is cut at {Numbers.Bytes(SampledMessage.MaxBytes)} in this view; ingestion reads it whole.",
            _ => $"{cut.Length} messages of up to {Numbers.Bytes(cut.Max(message => message.Bytes))} are cut at {Numbers.Bytes(SampledMessage.MaxBytes)} in this view; ingestion reads them whole.",
        };
        return cut.Length > 0 && cut.Length == sample.Messages.Count ? $"{whole} So their fields cannot be seen here: describe them below by pasting a shorter one." : whole;
    }
}
