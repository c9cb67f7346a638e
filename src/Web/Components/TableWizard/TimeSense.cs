using System.Globalization;
using Ingestion.Sampling;
using Web.Drafts;
using Web.Texts;

namespace Web.Components.TableWizard;

/// <summary>What the choice of a time column means, for people: the times that come of it, and what is odd about them.</summary>
internal static class TimeSense
{
    private const double MostUnreadable = 0.05;
    private const double MillisOfAYear = 365.2425 * 86_400_000;
    private const string RecordTime = "__metadata$recordTimestamp";

    private static readonly DateTimeOffset Old = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="draft">The draft.</param>
    /// <param name="profile">What its sample holds; null without one.</param>
    /// <param name="now">Times behind it lie in the future.</param>
    public static string Of(DraftDocument draft, SampleProfile? profile, DateTimeOffset now)
    {
        if (draft.TimeColumn is not { } name)
        {
            return "Segments are ordered by it, and expire by it. Choose one; Kafka's time of the message is always there.";
        }

        DraftColumn? column = draft.Columns.FirstOrDefault(known => known.Name == name);
        if (column?.Field == RecordTime)
        {
            return "The time at which Kafka took the message.";
        }

        FieldProfile? field = profile?.Fields.FirstOrDefault(known => known.Path == column?.Field);
        string sense = field is { TimeFormat: not null } && IsAsSuggested(column!, field) ? $"{name}: {field.Verdict}." : $"{name} is read as {column?.Format ?? "a time"}.";
        return field is null ? sense : $"{sense}{Span(field, column!, now)}{Gaps(field, profile!)}";
    }

    private static bool IsAsSuggested(DraftColumn column, FieldProfile field) => column.Format is null || column.Format == field.TimeFormat;

    // Numbers in the unit that the column says; times that are texts say their year themselves.
    private static string? Span(FieldProfile field, DraftColumn column, DateTimeOffset now)
    {
        double? unit = column.Format?.Split(':') is ["1", var word, "EPOCH", ..] ? Millis(word) : null;
        if (unit is not { } millis
            || !double.TryParse(field.Smallest, NumberStyles.Float, CultureInfo.InvariantCulture, out double least)
            || !double.TryParse(field.Largest, NumberStyles.Float, CultureInfo.InvariantCulture, out double most))
        {
            return null;
        }

        return most * millis > now.AddDays(1).ToUnixTimeMilliseconds() ? $" Some values lie in the future: the last one in the year {Year(most * millis)}. Is the unit right?"
            : least * millis < Old.ToUnixTimeMilliseconds() ? $" Some values lie in the year {Year(least * millis)}. Is the unit right?"
            : null;
    }

    private static string? Gaps(FieldProfile field, SampleProfile profile)
    {
        double share = 1 - ((double)(field.Present - field.Nulls) / Math.Max(1, profile.Objects));
        return share > MostUnreadable ? $" {Numbers.Percent(share)} of the messages have none: they get the default." : null;
    }

    private static double? Millis(string unit) => unit switch
    {
        "NANOSECONDS" => 0.000001,
        "MICROSECONDS" => 0.001,
        "MILLISECONDS" => 1,
        "SECONDS" => 1_000,
        "MINUTES" => 60_000,
        "HOURS" => 3_600_000,
        "DAYS" => 86_400_000,
        _ => null,
    };

    // Far years too, which no calendar type holds.
    private static string Year(double millis) => Math.Floor(1970 + (millis / MillisOfAYear)).ToString("0", CultureInfo.InvariantCulture);
}
