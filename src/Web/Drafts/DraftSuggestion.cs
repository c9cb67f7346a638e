using System.Text.RegularExpressions;
using Ingestion.Sampling;
using Segments.Schema;

namespace Web.Drafts;

/// <summary>Makes columns of what a sample holds. Only ever asked for: nothing that somebody changed is changed behind their back.</summary>
internal static partial class DraftSuggestion
{
    /// <summary>Name of the column that holds Kafka's own time where messages have none.</summary>
    public const string KafkaTime = "kafka_time";

    private const string RecordTime = "__metadata$recordTimestamp";
    private const string Populate = "stream.kafka.metadata.populate";

    /// <summary>Puts columns for all fields in the place of those there are, and chooses the time column.</summary>
    public static void Apply(DraftDocument draft, SampleProfile profile)
    {
        draft.RemoveColumns();
        draft.IsFlat = profile.Fields.Any(field => field.IsNested);
        FieldProfile? time = TimesOf(profile).FirstOrDefault();
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        foreach (FieldProfile field in profile.Fields)
        {
            DraftColumn column = ColumnOf(field, NameFor(field.Path, taken));
            draft.Put(column);
            if (field == time)
            {
                draft.TimeColumn = column.Name;
            }
        }

        if (time is null)
        {
            UseKafkaTime(draft, taken);
        }
    }

    /// <summary>The column that a field suggests.</summary>
    public static DraftColumn ColumnOf(FieldProfile field, string name)
    {
        bool isMillis = field.TimeFormat is "1:MILLISECONDS:EPOCH"; // a TIMESTAMP reads as a time in every answer
        DataType type = isMillis ? DataType.Timestamp : field.Type;
        FieldRole role = field.TimeFormat is not null && !field.IsMultiValue ? FieldRole.DateTime : IsMeasure(field, type) ? FieldRole.Metric : FieldRole.Dimension;
        return new DraftColumn(name, type, role) { Field = field.Path, IsMultiValue = field.IsMultiValue, Format = role == FieldRole.DateTime ? field.TimeFormat : null };
    }

    /// <summary>The column as its field suggests it now; its name and default stay. Null if that would change nothing.</summary>
    public static DraftColumn? Anew(DraftColumn column, FieldProfile field)
    {
        DraftColumn suggested = ColumnOf(field, column.Name) with { Default = column.Default };
        return suggested == column ? null : suggested;
    }

    /// <summary>Fields that may be the time of a row, the likeliest first: in every message, named like a time, in the order of the messages.</summary>
    public static IEnumerable<FieldProfile> TimesOf(SampleProfile profile) => profile.Fields
        .Where(field => field.TimeFormat is not null && !field.IsMultiValue)
        .OrderByDescending(field => field.Present - field.Nulls)
        .ThenByDescending(field => NamedLikeTime().IsMatch(field.Path))
        .ThenBy(field => field.IsNested);

    /// <summary>Makes columns of the fields of nested objects, or of the objects themselves.</summary>
    public static void Nest(DraftDocument draft, SampleProfile profile, bool isFlat)
    {
        draft.IsFlat = isFlat;
        FieldProfile[] nested = [.. profile.Fields.Where(field => field.IsNested)];
        string[] objects = [.. nested.Select(field => field.Path.Split('.')[0]).Distinct(StringComparer.Ordinal)];
        string[] unwanted = isFlat ? objects : [.. nested.Select(field => field.Path)];
        foreach (DraftColumn column in draft.Columns.Where(column => unwanted.Contains(column.Field, StringComparer.Ordinal)))
        {
            draft.Remove(column.Name);
        }

        HashSet<string> taken = draft.Columns.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (DraftColumn column in isFlat ? nested.Select(field => ColumnOf(field, NameFor(field.Path, taken)))
            : objects.Select(name => new DraftColumn(NameFor(name, taken), DataType.Json, FieldRole.Dimension) { Field = name }))
        {
            draft.Put(column);
        }
    }

    /// <summary>Adds or takes away a column of the Kafka record, such as <c>__key</c>.</summary>
    public static void SetAttribute(DraftDocument draft, string name, DataType type, bool isUsed)
    {
        draft.Remove(name);
        if (isUsed)
        {
            draft.SetStream(Populate, "true");
            draft.Put(new DraftColumn(name, type, type == DataType.Timestamp ? FieldRole.DateTime : FieldRole.Dimension));
        }
    }

    /// <summary>Adds a column with Kafka's time of each message and makes it the time column.</summary>
    public static void UseKafkaTime(DraftDocument draft) => UseKafkaTime(draft, [.. draft.Columns.Select(column => column.Name)]);

    private static void UseKafkaTime(DraftDocument draft, HashSet<string> taken)
    {
        DraftColumn? known = draft.Columns.FirstOrDefault(column => column.Field == RecordTime);
        if (known is null)
        {
            draft.SetStream(Populate, "true");
            draft.Put(known = new DraftColumn(NameFor(KafkaTime, taken), DataType.Timestamp, FieldRole.DateTime) { Field = RecordTime, Format = "1:MILLISECONDS:EPOCH" });
        }

        draft.TimeColumn = known.Name;
    }

    /// <summary>A name that a column can have and none has.</summary>
    public static string NameFor(string path, ISet<string> taken)
    {
        string name = NotForColumns().Replace(path, "_");
        name = name.StartsWith('$') || name.Length == 0 ? $"_{name.TrimStart('$')}" : name;
        string free = name;
        for (int number = 2; !taken.Add(free); number++)
        {
            free = $"{name}_{number}";
        }

        return free;
    }

    private static bool IsMeasure(FieldProfile field, DataType type) => !field.IsMultiValue && type switch
    {
        DataType.Double => true,
        DataType.Int or DataType.Long => !NamedLikeKey().IsMatch(field.Path),
        _ => false,
    };

    [GeneratedRegex(@"\s", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotForColumns();

    [GeneratedRegex(@"(^|[._-])(ts|at|time|date|timestamp|when|created|updated|occurred)($|[._-])|time|date|At$|Ts$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamedLikeTime();

    [GeneratedRegex(@"(^|[._-])(id|key|code|port|year|month|day|hour|zip|status|version|number|no)$|Id$|Key$|Code$|Status$|Number$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamedLikeKey();
}
