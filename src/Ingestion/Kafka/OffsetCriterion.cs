using System.Globalization;
using Ingestion.Sources;

namespace Ingestion.Kafka;

/// <summary>Where a partition starts when its table is created.</summary>
internal enum OffsetRule
{
    Smallest,
    Largest,

    /// <summary>At the first message of at least an age or a time; at the end if there is none.</summary>
    Time,
}

/// <summary>Pinot's <c>stream.kafka.consumer.prop.auto.offset.reset</c>.</summary>
/// <param name="Rule">Which kind.</param>
/// <param name="Age">For <see cref="OffsetRule.Time"/>: how long before now; null if <paramref name="At"/> counts.</param>
/// <param name="At">For <see cref="OffsetRule.Time"/>: from when on.</param>
internal sealed record OffsetCriterion(OffsetRule Rule, TimeSpan? Age = null, DateTimeOffset? At = null)
{
    private const string Key = "stream.kafka.consumer.prop.auto.offset.reset";
    private static readonly string[] Instants = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    /// <exception cref="IngestionException">The text is no criterion.</exception>
    public static OffsetCriterion Parse(string? text)
    {
        switch (text?.ToUpperInvariant())
        {
            case null or "LARGEST" or "LATEST":
                return new(OffsetRule.Largest);
            case "SMALLEST" or "EARLIEST":
                return new(OffsetRule.Smallest);
        }

        // A bare number would be a period of milliseconds elsewhere; Pinot refuses it here, and so an epoch is not taken for an age.
        if (!text.All(char.IsAsciiDigit) && Period.TryParse(text, out TimeSpan age))
        {
            return new(OffsetRule.Time, Age: age);
        }

        return DateTimeOffset.TryParseExact(text, Instants, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset at)
            ? new(OffsetRule.Time, At: at)
            : throw new IngestionException($"Unknown initial offset value {text} of {Key}; write smallest, largest, a period such as 2d or 4h30m, or a time such as 2022-08-09T12:31:38.222Z");
    }

    /// <summary>From when on messages count; only for <see cref="OffsetRule.Time"/>.</summary>
    public DateTimeOffset From(DateTimeOffset now) => At ?? now - Age!.Value;
}
