using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Segments.Schema;

namespace Segments.Tables;

/// <summary>What must hold between a table config and its schema. The stream map is checked by whoever reads the stream.</summary>
public static partial class TableRules
{
    private static readonly string[] RetentionUnits = ["NANOSECONDS", "MICROSECONDS", "MILLISECONDS", "SECONDS", "MINUTES", "HOURS", "DAYS"];
    private static readonly string[] ShortUnits = ["NANOS", "MICROS", "MILLIS"];
    private static readonly string[] LoadModes = ["HEAP", "MMAP", "MEMORYMAPPED", "MEMORYMAP"];
    private static readonly string[] DownloadSchemes = ["http", "https"];
    private const string Tenant = "DefaultTenant";

    /// <summary>Checks a config.</summary>
    /// <exception cref="TableConfigException">Names the key or column and what to write.</exception>
    public static void Check(TableConfig config, TableSchema schema)
    {
        TableConfigShape.Check(config.Json);
        CheckSegments(config, schema);
        CheckQuota(config);
        TierRules.Check(config);
        CheckPrefixes(config, schema);
        IndexRules.Check(config, schema);
        KeyRules.Check(config, schema);
        RollUpRules.Check(config, schema);
        StreamRules.Check(config);

        string? loadMode = config.Section("tableIndexConfig").Text("loadMode");
        if (loadMode is not null && !LoadModes.Contains(loadMode, StringComparer.OrdinalIgnoreCase))
        {
            throw new TableConfigException($"'tableIndexConfig.loadMode' must be MMAP or HEAP, not '{loadMode}'");
        }

        if (config.Json.Text("isDimTable") is "true")
        {
            throw new TableConfigException("Dimension table must be of OFFLINE table type. Remove 'isDimTable'.");
        }
    }

    /// <summary>Checks what only matters once a table is there: its servers and copies, of which there is one each.</summary>
    /// <exception cref="TableConfigException">Names the key and what to write.</exception>
    public static void CheckPlacement(TableConfig config)
    {
        JsonObject segments = config.Section("segmentsConfig");
        string? replication = Filled(segments, "replicasPerPartition") ?? segments.Text("replication")
            ?? throw new TableConfigException("Cannot parse null string: 'segmentsConfig.replication' must be configured; write \"1\"");
        if (!int.TryParse(replication, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            throw new TableConfigException($"For input string: \"{replication}\". 'segmentsConfig.replication' must be a whole number such as \"1\".");
        }

        string name = config.NameWithType;
        JsonObject tenants = config.Section("tenants");
        if (Filled(tenants, "server") is { } server and not Tenant)
        {
            throw new TableConfigException(
                $"Failed to calculate instance partitions for table: {name}, reason: No instance found with tag: {server}_REALTIME for table: {name}. The only tenant is {Tenant}; write it in 'tenants.server' or leave the key out.");
        }

        if (Filled(tenants, "broker") is { } broker and not Tenant)
        {
            throw new TableConfigException(
                $"Failed to find instances with tag: {broker}_BROKER for table: {name}. The only tenant is {Tenant}; write it in 'tenants.broker' or leave the key out.");
        }
    }

    private static void CheckSegments(TableConfig config, TableSchema schema)
    {
        JsonObject segments = config.Section("segmentsConfig");
        string? schemaName = segments.Text("schemaName");
        if (!string.IsNullOrEmpty(schemaName) && !string.Equals(schemaName, config.Name, StringComparison.Ordinal))
        {
            throw new TableConfigException($"'segmentsConfig.schemaName' is '{schemaName}', but a table uses the schema of its own name: write '{config.Name}' or remove the key");
        }

        CheckTimeColumn(config, schema);
        if (Filled(segments, "timeType") is { } timeType && !IsTimeType(timeType))
        {
            throw new TableConfigException($"Unsupported time unit: {timeType}. Leave 'segmentsConfig.timeType' out: the schema says what the time column holds.");
        }

        CheckRetention(config.NameWithType, segments);
        string? scheme = segments.Text("peerSegmentDownloadScheme");
        if (scheme is not null && !DownloadSchemes.Contains(scheme, StringComparer.OrdinalIgnoreCase))
        {
            throw new TableConfigException($"Invalid value '{scheme}' for peerSegmentDownloadScheme. Must be one of http or https");
        }

        if (scheme is not null && int.TryParse(Filled(segments, "replicasPerPartition") ?? segments.Text("replication"), NumberStyles.None, CultureInfo.InvariantCulture, out int copies) && copies < 2)
        {
            throw new TableConfigException("peerSegmentDownloadScheme can't be used when replication is < 2; remove 'peerSegmentDownloadScheme'");
        }
    }

    private static void CheckRetention(string table, JsonObject segments)
    {
        string? unit = segments.Text("retentionTimeUnit");
        if (!string.IsNullOrEmpty(unit) && !RetentionUnits.Contains(unit, StringComparer.OrdinalIgnoreCase))
        {
            throw new TableConfigException($"Table: {table}, invalid retention time unit: {unit}. Write one of {string.Join(", ", RetentionUnits)}.");
        }

        // Pinot checks the like of segments that nobody asked for, which do not exist here, down to their numbers.
        (string? untrackedUnit, string? untrackedValue) = (Filled(segments, "untrackedSegmentsRetentionTimeUnit"), Filled(segments, "untrackedSegmentsRetentionTimeValue"));
        if (untrackedUnit is null != untrackedValue is null)
        {
            (string there, string missing) = untrackedUnit is null ? ("value", "unit") : ("unit", "value");
            throw new TableConfigException(
                $"Table: {table}, untracked retention time {missing} must be specified when untracked retention time {there} is provided; write 'untrackedSegmentsRetentionTime{(missing is "unit" ? "Unit" : "Value")}'");
        }

        if (untrackedUnit is not null && !RetentionUnits.Contains(untrackedUnit, StringComparer.OrdinalIgnoreCase))
        {
            throw new TableConfigException($"Table: {table}, invalid untracked retention time unit: {untrackedUnit}. Write one of {string.Join(", ", RetentionUnits)}.");
        }

        if (untrackedValue is not null && !(long.TryParse(untrackedValue, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long age) && age > 0))
        {
            throw new TableConfigException($"Table: {table}, invalid untracked retention time value: {untrackedValue}; write a whole number above 0");
        }
    }

    private static bool IsTimeType(string text) =>
        RetentionUnits.Contains(text, StringComparer.OrdinalIgnoreCase)
        || (text.EndsWith("SinceEpoch", StringComparison.OrdinalIgnoreCase)
            && (RetentionUnits.Contains(text[..^"SinceEpoch".Length], StringComparer.OrdinalIgnoreCase) || ShortUnits.Contains(text[..^"SinceEpoch".Length], StringComparer.OrdinalIgnoreCase)));

    // Empty texts count as absent.
    private static string? Filled(JsonObject json, string key) => json.Text(key) is { Length: > 0 } text ? text : null;

    private static void CheckTimeColumn(TableConfig config, TableSchema schema)
    {
        string time = config.TimeColumn ?? throw new TableConfigException("'timeColumnName' cannot be null in REALTIME table config");
        ColumnSchema? column = schema.Columns.FirstOrDefault(candidate => string.Equals(candidate.Name, time, StringComparison.Ordinal));
        if (column is not { Role: FieldRole.DateTime })
        {
            throw new TableConfigException(
                $"Cannot find valid fieldSpec for timeColumn: {time} from the table config: {config.NameWithType}, in the schema: {schema.Name}. " +
                "It must be one of the schema's 'dateTimeFieldSpecs'.");
        }
    }

    private static void CheckPrefixes(TableConfig config, TableSchema schema)
    {
        JsonObject complex = config.Section("ingestionConfig")["complexTypeConfig"] as JsonObject ?? [];
        foreach ((string prefix, JsonNode? _) in complex["prefixesToRename"] as JsonObject ?? [])
        {
            if (schema.Columns.FirstOrDefault(column => column.Name.StartsWith(prefix, StringComparison.Ordinal)) is { } column)
            {
                throw new TableConfigException(
                    $"Fields in the schema may not begin with any prefix specified in the prefixesToRename config. Name conflict with field: {column.Name} and prefix: {prefix}");
            }
        }
    }

    private static void CheckQuota(TableConfig config)
    {
        string? rate = config.Section("quota").Text("maxQueriesPerSecond");
        if (rate is not null && !(double.TryParse(rate, NumberStyles.Float, CultureInfo.InvariantCulture, out double perSecond) && perSecond > 0))
        {
            throw new TableConfigException($"Invalid 'maxQueriesPerSecond': {rate}. Write a number above 0 in 'quota', or remove it.");
        }

        string? storage = config.Section("quota").Text("storage");
        if (storage is not null && !Size().IsMatch(storage))
        {
            throw new TableConfigException($"Invalid 'storage': {storage}. Write a size such as 100G in 'quota', or remove it.");
        }

        foreach (string key in (string[])["timeoutMs", "maxQueryResponseSizeBytes", "maxServerResponseSizeBytes"])
        {
            string? number = Filled(config.Section("query"), key);
            if (number is not null && !(double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= 1))
            {
                throw new TableConfigException($"Invalid '{key}': {number}. Write a whole number above 0 in 'query', or remove it.");
            }
        }
    }

    [GeneratedRegex(@"^\d+(\.\d+)?[KMGTP]?B?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Size();
}
