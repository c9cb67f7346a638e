using System.Globalization;

namespace Ingestion.Kafka;

/// <summary>How far a partition may fall behind before the next segment starts at its end: <c>realtime.segment.offsetAutoReset.*</c>.</summary>
/// <param name="Offsets">Offsets; null without such a limit.</param>
/// <param name="Age">Age of the next message; null without such a limit.</param>
internal sealed record OffsetAutoReset(long? Offsets, TimeSpan? Age)
{
    private const string Prefix = "realtime.segment.offsetAutoReset.";

    /// <summary>Null if it is not enabled, or without a limit above zero.</summary>
    public static OffsetAutoReset? Parse(StreamConfig config)
    {
        if (!"true".Equals(config.Text(Prefix + "enable"), StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        double? offsets = Read(config, "offsetThreshold");
        double? seconds = Read(config, "timeThresholdSeconds");
        return (offsets, seconds) is (null, null) ? null : new((long?)offsets, seconds is { } age ? TimeSpan.FromSeconds(Math.Min(age, TimeSpan.MaxValue.TotalSeconds / 2)) : null);
    }

    private static double? Read(StreamConfig config, string name) =>
        double.TryParse(config.Text(Prefix + name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0 ? value : null;
}
