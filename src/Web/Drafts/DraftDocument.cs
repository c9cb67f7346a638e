using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ingestion.Kafka;
using Segments.Schema;

namespace Web.Drafts;

/// <summary>
/// The document that creates a table (<c>tableName</c>, <c>schema</c>, <c>realtime</c>) as a form sees it. The form keeps nothing of its own:
/// what it reads and writes is the JSON that is sent, so that form and JSON cannot drift. Keys that the form does not know stay.
/// </summary>
/// <param name="json">The document; changed in place.</param>
public sealed partial class DraftDocument(JsonObject json)
{
    private const string Topics = "stream.kafka.topic.name";
    private const string DecoderClass = "stream.kafka.decoder.class.name";
    private const string BrokerList = "stream.kafka.broker.list";

    private static readonly (FieldRole Role, string Key)[] Lists =
    [
        (FieldRole.Dimension, "dimensionFieldSpecs"), (FieldRole.Metric, "metricFieldSpecs"), (FieldRole.DateTime, "dateTimeFieldSpecs"),
    ];

    /// <summary>The document.</summary>
    public JsonObject Json { get; } = json;

    /// <summary>A table without columns over a topic.</summary>
    public static DraftDocument Of(string brokers, string topic)
    {
        DraftDocument draft = new(new JsonObject
        {
            ["tableName"] = "",
            ["schema"] = new JsonObject { ["schemaName"] = "" },
            ["realtime"] = new JsonObject
            {
                ["tableName"] = "",
                ["tableType"] = "REALTIME",
                ["segmentsConfig"] = new JsonObject { ["replication"] = "1" },
                ["tenants"] = new JsonObject(),
                ["tableIndexConfig"] = new JsonObject
                {
                    ["loadMode"] = "MMAP",
                    ["streamConfigs"] = new JsonObject
                    {
                        ["streamType"] = "kafka",
                        [BrokerList] = brokers,
                        [Topics] = topic,
                        [DecoderClass] = DecoderNames.Json,
                        ["stream.kafka.consumer.factory.class.name"] = "org.apache.pinot.plugin.stream.kafka30.KafkaConsumerFactory",
                        ["stream.kafka.consumer.prop.auto.offset.reset"] = "smallest",
                    },
                },
                ["metadata"] = new JsonObject(),
            },
        });
        draft.Name = NameFrom(topic);
        return draft;
    }

    /// <summary>Name of table and schema.</summary>
    public string Name
    {
        get => Text(Json["tableName"]) ?? "";
        set
        {
            Json["tableName"] = value;
            Schema["schemaName"] = value;
            Config["tableName"] = value;
        }
    }

    public string Brokers
    {
        get => Stream(BrokerList) ?? "";
        set => SetStream(BrokerList, value);
    }

    public string Topic
    {
        get => Stream(Topics) ?? "";
        set => SetStream(Topics, value);
    }

    /// <summary>Pinot's name of the class that reads the messages.</summary>
    public string Decoder
    {
        get => Stream(DecoderClass) ?? "";
        set => SetStream(DecoderClass, value);
    }

    public JsonObject Schema => Section(Json, "schema");

    public JsonObject Config => Section(Json, "realtime");

    /// <summary>Column by which segments are ordered and expire; null if none is chosen.</summary>
    public string? TimeColumn
    {
        get => Text(Section(Config, "segmentsConfig")["timeColumnName"]);
        set => Set(Section(Config, "segmentsConfig"), "timeColumnName", value);
    }

    /// <summary>True if fields of nested objects are columns (<c>a.b</c>), false if the objects are.</summary>
    public bool IsFlat
    {
        get => IngestionConfig?["complexTypeConfig"] is not null;
        set => Set(Section(Config, "ingestionConfig"), "complexTypeConfig", value ? (IngestionConfig?["complexTypeConfig"]?.DeepClone() ?? new JsonObject()) : null);
    }

    /// <summary>Days after which segments go; null for ever. A number that somebody wrote with another unit is told as it stands.</summary>
    public string? RetentionDays
    {
        get => Text(Section(Config, "segmentsConfig")["retentionTimeValue"]);
        set
        {
            JsonObject segments = Section(Config, "segmentsConfig");
            Set(segments, "retentionTimeUnit", string.IsNullOrWhiteSpace(value) ? null : "DAYS");
            Set(segments, "retentionTimeValue", string.IsNullOrWhiteSpace(value) ? null : value.Trim());
        }
    }

    /// <summary>Condition under which rows are dropped; null for none.</summary>
    public string? Filter
    {
        get => Text((IngestionConfig?["filterConfig"] as JsonObject)?["filterFunction"]);
        set => Set(Section(Config, "ingestionConfig"), "filterConfig", string.IsNullOrWhiteSpace(value) ? null : new JsonObject { ["filterFunction"] = value.Trim() });
    }

    /// <summary>The settings of the stream, whichever of their two places they have.</summary>
    public JsonObject Streams => (IngestionConfig?["streamIngestionConfig"] as JsonObject)?["streamConfigMaps"] is JsonArray { Count: > 0 } maps && maps[0] is JsonObject map
        ? map
        : Section(Section(Config, "tableIndexConfig"), "streamConfigs");

    /// <summary>The same as texts.</summary>
    public IReadOnlyDictionary<string, string> StreamTexts => Streams.Where(pair => pair.Value is JsonValue).ToDictionary(pair => pair.Key, pair => Text(pair.Value)!, StringComparer.Ordinal);

    /// <summary>A setting of the stream; null if absent or empty.</summary>
    public string? Stream(string key) => Text(Streams[key]) is { Length: > 0 } text ? text : null;

    /// <summary>Changes a setting of the stream; null or empty removes it.</summary>
    public void SetStream(string key, string? value) => Set(Streams, key, string.IsNullOrEmpty(value) ? null : value);

    /// <summary>The columns in the order of the schema: dimensions, metrics, times.</summary>
    public IReadOnlyList<DraftColumn> Columns
    {
        get
        {
            ILookup<string?, string?> transforms = Transforms.OfType<JsonObject>().ToLookup(transform => Text(transform["columnName"]), transform => Text(transform["transformFunction"]), StringComparer.Ordinal);
            return [.. Lists.SelectMany(list => Specs(list.Key).Select(spec => Read(spec, list.Role, transforms[Text(spec["name"])].FirstOrDefault() ?? Text(spec["transformFunction"]))))];
        }
    }

    /// <summary>Adds a column, or puts it in the place of another.</summary>
    /// <param name="column">The column.</param>
    /// <param name="former">Name of the one it replaces; null to add.</param>
    public void Put(DraftColumn column, string? former = null)
    {
        string key = Lists.First(list => list.Role == column.Role).Key;
        JsonObject spec = former is null ? [] : Take(former, key, out int place) is { } old ? Placed(old, place) : [];
        spec["name"] = column.Name;
        spec["dataType"] = column.Type.PinotName();
        Set(spec, "singleValueField", column.IsMultiValue ? false : null);
        Set(spec, "defaultNullValue", column.Default);
        Set(spec, "format", column.Role == FieldRole.DateTime ? column.Format ?? "1:MILLISECONDS:EPOCH" : null);
        Set(spec, "granularity", column.Role == FieldRole.DateTime ? Text(spec["granularity"]) ?? "1:MILLISECONDS" : null);
        if (spec.Parent is null)
        {
            List(key).Add(spec);
        }

        SetTransform(former, null);
        SetTransform(column.Name, column.Expression ?? (column.Field is { } field && field != column.Name ? Quoted(field) : null));
        if (former is not null && TimeColumn == former)
        {
            TimeColumn = column.Role == FieldRole.DateTime ? column.Name : null;
        }

        if (former is not null)
        {
            DraftIndexes.Rename(this, former, column.Name);
            DraftIndexes.Fit(this, column);
        }

        JsonObject Placed(JsonObject old, int at)
        {
            if (at >= 0)
            {
                List(key).Insert(at, old);
            }

            return old;
        }
    }

    /// <summary>Takes a column away.</summary>
    public void Remove(string name)
    {
        Take(name, "", out _);
        SetTransform(name, null);
        DraftIndexes.Remove(this, name);
        if (TimeColumn == name)
        {
            TimeColumn = null;
        }
    }

    /// <summary>Takes all columns away, and what computes them.</summary>
    public void RemoveColumns()
    {
        foreach (DraftColumn column in Columns)
        {
            Remove(column.Name);
        }
    }

    /// <summary>A table may have this name: that of the topic where that is possible.</summary>
    public static string NameFrom(string topic)
    {
        string name = NotForNames().Replace(topic, "_");
        return DoubleUnderscore().Replace(name, "_").Trim('_');
    }

    private static DraftColumn Read(JsonObject spec, FieldRole role, string? transform)
    {
        string name = Text(spec["name"]) ?? "";
        string? field = transform is null ? name : Unquoted(transform);
        return new DraftColumn(name, DataTypes.TryParse(Text(spec["dataType"]) ?? "", out DataType type) ? type : DataType.String, role)
        {
            Field = field,
            Expression = field is null ? transform : null,
            IsMultiValue = spec["singleValueField"] is JsonValue single && single.TryGetValue(out bool isSingle) && !isSingle,
            Format = Text(spec["format"]),
            Default = Text(spec["defaultNullValue"]),
        };
    }

    private JsonArray Transforms => IngestionConfig?["transformConfigs"] as JsonArray ?? [];

    // Whatever somebody typed in its place: the check says what is wrong, and the form goes on.
    private JsonObject? IngestionConfig => Config["ingestionConfig"] as JsonObject;

    private void SetTransform(string? column, string? function)
    {
        if (column is null || (function is null && Transforms.Count == 0))
        {
            return;
        }

        JsonObject ingestion = Section(Config, "ingestionConfig");
        if (ingestion["transformConfigs"] is not JsonArray transforms)
        {
            ingestion["transformConfigs"] = transforms = [];
        }

        JsonObject? known = transforms.OfType<JsonObject>().FirstOrDefault(transform => Text(transform["columnName"]) == column);
        if (function is null)
        {
            transforms.Remove(known);
        }
        else if (known is null)
        {
            transforms.Add(new JsonObject { ["columnName"] = column, ["transformFunction"] = function });
        }
        else
        {
            known["transformFunction"] = function;
        }

        if (transforms.Count == 0)
        {
            ingestion.Remove("transformConfigs");
        }
    }

    private JsonObject? Take(string name, string sameList, out int place)
    {
        place = -1;
        foreach ((_, string key) in Lists)
        {
            JsonObject? spec = Specs(key).FirstOrDefault(spec => Text(spec["name"]) == name);
            if (spec is not null)
            {
                place = key == sameList ? List(key).IndexOf(spec) : -1;
                List(key).Remove(spec);
                return spec;
            }
        }

        return null;
    }

    private IEnumerable<JsonObject> Specs(string key) => (Schema[key] as JsonArray ?? []).OfType<JsonObject>();

    private JsonArray List(string key)
    {
        if (Schema[key] is not JsonArray list)
        {
            Schema[key] = list = [];
        }

        return list;
    }

    private static JsonObject Section(JsonObject parent, string key)
    {
        if (parent[key] is not JsonObject section)
        {
            parent[key] = section = [];
        }

        return section;
    }

    private static void Set(JsonObject parent, string key, JsonNode? value)
    {
        if (value is null)
        {
            parent.Remove(key);
        }
        else
        {
            parent[key] = value;
        }
    }

    private static string? Text(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonValue value => value.ToJsonString(),
        _ => null,
    };

    private static string Quoted(string field) => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // The field that a transform merely names; null if it computes something.
    private static string? Unquoted(string function) =>
        PlainName().IsMatch(function) ? function : QuotedName().Match(function) is { Success: true } quoted ? quoted.Groups["name"].Value.Replace("\"\"", "\"", StringComparison.Ordinal) : null;

    [GeneratedRegex("[^A-Za-z0-9_-]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotForNames();

    [GeneratedRegex("_{2,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DoubleUnderscore();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainName();

    [GeneratedRegex("^\"(?<name>(?:[^\"]|\"\")+)\"$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QuotedName();
}
