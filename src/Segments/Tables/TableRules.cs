using System.Globalization;
using System.Text.Json.Nodes;
using Segments.Schema;

namespace Segments.Tables;

/// <summary>What must hold between a table config and its schema. The stream map is checked by whoever reads the stream.</summary>
public static class TableRules
{
    private static readonly string[] RetentionUnits = ["NANOSECONDS", "MICROSECONDS", "MILLISECONDS", "SECONDS", "MINUTES", "HOURS", "DAYS"];
    private static readonly string[] LoadModes = ["HEAP", "MMAP", "MEMORYMAPPED", "MEMORYMAP"];
    private static readonly string[] DownloadSchemes = ["http", "https"];

    /// <summary>Checks a config.</summary>
    /// <exception cref="TableConfigException">Names the key or column and what to write.</exception>
    public static void Check(TableConfig config, TableSchema schema)
    {
        CheckSegments(config, schema);
        CheckQuota(config);
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

    /// <summary>Checks that a schema may take the place of another: columns may come, none may go or change its type.</summary>
    /// <returns>Null if it may, else what stands against it.</returns>
    public static string? FaultOfChange(TableSchema old, TableSchema next)
    {
        List<string> faults = [];
        foreach (ColumnSchema column in old.Columns)
        {
            ColumnSchema? now = next.Columns.FirstOrDefault(other => string.Equals(other.Name, column.Name, StringComparison.Ordinal));
            if (now is null)
            {
                faults.Add($"column {column.Name} is missing");
            }
            else if (now.Type != column.Type || now.IsMultiValue != column.IsMultiValue)
            {
                faults.Add($"column {column.Name} was {Describe(column)} and would be {Describe(now)}");
            }
        }

        return faults.Count == 0 ? null : string.Join("; ", faults);
    }

    private static string Describe(ColumnSchema column) => column.IsMultiValue ? $"a list of {column.Type.PinotName()}" : column.Type.PinotName();

    private static void CheckSegments(TableConfig config, TableSchema schema)
    {
        JsonObject segments = config.Section("segmentsConfig");
        string? schemaName = segments.Text("schemaName");
        if (!string.IsNullOrEmpty(schemaName) && !string.Equals(schemaName, config.Name, StringComparison.Ordinal))
        {
            throw new TableConfigException($"'segmentsConfig.schemaName' is '{schemaName}', but a table uses the schema of its own name: write '{config.Name}' or remove the key");
        }

        CheckTimeColumn(config, schema);
        string? replication = segments.Text("replicasPerPartition") ?? segments.Text("replication")
            ?? throw new TableConfigException("Cannot parse null string: 'segmentsConfig.replication' must be configured; write \"1\"");
        if (!int.TryParse(replication, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            throw new TableConfigException($"For input string: \"{replication}\". 'segmentsConfig.replication' must be a whole number such as \"1\".");
        }

        string? unit = segments.Text("retentionTimeUnit");
        if (!string.IsNullOrEmpty(unit) && !RetentionUnits.Contains(unit, StringComparer.OrdinalIgnoreCase))
        {
            throw new TableConfigException($"Table: {config.NameWithType}, invalid retention time unit: {unit}. Write one of {string.Join(", ", RetentionUnits)}.");
        }

        string? scheme = segments.Text("peerSegmentDownloadScheme");
        if (!string.IsNullOrEmpty(scheme) && !DownloadSchemes.Contains(scheme, StringComparer.OrdinalIgnoreCase))
        {
            throw new TableConfigException($"Invalid value '{scheme}' for peerSegmentDownloadScheme. Must be one of http or https");
        }
    }

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

    private static void CheckQuota(TableConfig config)
    {
        string? rate = config.Section("quota").Text("maxQueriesPerSecond");
        if (rate is not null && !(double.TryParse(rate, NumberStyles.Float, CultureInfo.InvariantCulture, out double perSecond) && perSecond > 0))
        {
            throw new TableConfigException($"Invalid 'maxQueriesPerSecond': {rate}. Write a number above 0, or remove it.");
        }

        string? storage = config.Section("quota").Text("storage");
        if (!string.IsNullOrEmpty(storage) && !char.IsAsciiDigit(storage[0]))
        {
            throw new TableConfigException($"Invalid 'storage': {storage}. Write a size such as 100G.");
        }

        string? timeout = config.Section("query").Text("timeoutMs");
        if (timeout is not null && !(long.TryParse(timeout, NumberStyles.None, CultureInfo.InvariantCulture, out long millis) && millis > 0))
        {
            throw new TableConfigException($"Invalid 'timeoutMs': {timeout}. Write milliseconds above 0, or remove it.");
        }
    }
}
