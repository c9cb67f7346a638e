using System.Text.Json.Nodes;
using Ingestion.Sources;
using Segments.Schema;

namespace Ingestion.SchemaInference;

/// <summary>A Pinot schema that grows field by field.</summary>
internal sealed class InferredSchema(InferenceOptions options)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly JsonArray _dimensions = [];
    private readonly JsonArray _metrics = [];
    private readonly JsonArray _times = [];

    /// <summary>Adds a column.</summary>
    /// <exception cref="IngestionException">The field cannot be what the options say.</exception>
    public void Add(string name, DataType type, bool isMultiValue = false)
    {
        if (!_names.Add(name))
        {
            throw new IngestionException($"two fields would become the column '{name}'; choose another delimiter");
        }

        JsonObject column = new() { ["name"] = name, ["dataType"] = type.PinotName() };
        bool isMetric = options.Metrics.Contains(name, StringComparer.Ordinal);
        bool isTime = options.TimeColumns.Contains(name, StringComparer.Ordinal);
        if (isMultiValue && (isMetric || isTime))
        {
            throw new IngestionException($"{(isMetric ? "Metric" : "Time")} field: {name} cannot be multi-valued");
        }

        if (isMultiValue)
        {
            column["singleValueField"] = false;
        }

        if (isTime)
        {
            column["format"] = $"EPOCH|{options.TimeUnit}";
            column["granularity"] = $"1:{options.TimeUnit}";
        }

        (isMetric ? _metrics : isTime ? _times : _dimensions).Add(column);
    }

    /// <summary>The schema as Pinot writes it; sections without columns are left out.</summary>
    public JsonObject ToJson()
    {
        JsonObject schema = new() { ["schemaName"] = options.SchemaName };
        foreach ((string section, JsonArray columns) in new[] { ("dimensionFieldSpecs", _dimensions), ("metricFieldSpecs", _metrics), ("dateTimeFieldSpecs", _times) })
        {
            if (columns.Count > 0)
            {
                schema[section] = columns;
            }
        }

        return schema;
    }
}
