namespace Ingestion.SchemaInference;

/// <summary>How fields become columns when a schema is inferred. Fields that are not named become dimensions.</summary>
public sealed class InferenceOptions
{
    /// <summary>Time units that a time column may count in.</summary>
    public static IReadOnlyList<string> TimeUnits { get; } = ["NANOSECONDS", "MICROSECONDS", "MILLISECONDS", "SECONDS", "MINUTES", "HOURS", "DAYS"];

    /// <summary>Name of the schema.</summary>
    public required string SchemaName { get; init; }

    /// <summary>Fields that become metrics.</summary>
    public IReadOnlyCollection<string> Metrics { get; init; } = [];

    /// <summary>Fields that become date-time columns.</summary>
    public IReadOnlyCollection<string> TimeColumns { get; init; } = [];

    /// <summary>What date-time columns count since 1970, one of <see cref="TimeUnits"/>.</summary>
    public string TimeUnit { get; init; } = "DAYS";

    /// <summary>Paths of lists whose entries become rows of their own, so that the fields of an entry become columns.</summary>
    public IReadOnlyCollection<string> FieldsToUnnest { get; init; } = [];

    /// <summary>Between the names of a nested field's column.</summary>
    public string Delimiter { get; init; } = ".";

    /// <summary>What becomes of other lists.</summary>
    public CollectionToJson CollectionToJson { get; init; } = CollectionToJson.NonPrimitive;

    /// <summary>True: fields of nested Avro records become columns of their own.</summary>
    public bool FlattensRecords { get; init; }
}
