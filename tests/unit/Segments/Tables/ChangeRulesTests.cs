using System.Text.Json.Nodes;
using Segments.Schema;
using Segments.Tables;

namespace UnitTests.Segments.Tables;

public sealed class ChangeRulesTests
{
    private const string Columns = """[{"name":"a","dataType":"STRING"},{"name":"m","dataType":"INT","singleValueField":false}]""";

    [Theory]
    [InlineData("""{"dimensionFieldSpecs":[{"name":"a","dataType":"STRING"}]}""", "column m is missing")]
    [InlineData("""{"dimensionFieldSpecs":[{"name":"a","dataType":"INT"},{"name":"m","dataType":"INT","singleValueField":false}]}""", "column a was STRING and would be INT")]
    [InlineData("""{"dimensionFieldSpecs":[{"name":"a","dataType":"STRING"},{"name":"m","dataType":"INT"}]}""", "column m was a list of INT and would be INT")]
    [InlineData("""{"primaryKeyColumns":[]}""", "'primaryKeyColumns' was [a] and would be empty")]
    [InlineData("""{"primaryKeyColumns":["a","m"]}""", "'primaryKeyColumns' was [a] and would be [a, m]")]
    public void What_rows_were_made_by_stays_in_the_schema(string change, string fault) =>
        Assert.Equal(fault, ChangeRules.FaultOf(Schema("""{"primaryKeyColumns":["a"]}"""), Schema("""{"primaryKeyColumns":["a"]}""", change)));

    [Theory]
    [InlineData("""{"primaryKeyColumns":["a"]}""")]
    [InlineData("""{"dimensionFieldSpecs":[{"name":"m","dataType":"INT","singleValueField":false},{"name":"b","dataType":"INT"}],"metricFieldSpecs":[{"name":"n","dataType":"LONG"}],"dateTimeFieldSpecs":[{"name":"a","dataType":"STRING","format":"TIMESTAMP","granularity":"DAYS"}]}""")]
    [InlineData("""{"dimensionFieldSpecs":[{"name":"a","dataType":"STRING","defaultNullValue":"x","maxLength":5,"notNull":true},{"name":"m","dataType":"INT","singleValueField":false}]}""")]
    public void The_rest_of_a_schema_may_change(string change) => Assert.Null(ChangeRules.FaultOf(Schema(), Schema(change)));

    [Theory]
    [InlineData("""{"upsertConfig":{"mode":"PARTIAL"}}""", "upsertConfig.mode (FULL -> PARTIAL)")]
    [InlineData("""{"upsertConfig":{"mode":"NONE"}}""", "upsertConfig.mode (FULL -> NONE)")]
    [InlineData("""{"upsertConfig":null}""", "upsertConfig.mode (FULL -> NONE)")]
    [InlineData("""{"upsertConfig":{"mode":"FULL","hashFunction":"MD5"}}""", "upsertConfig.hashFunction (NONE -> MD5)")]
    [InlineData("""{"upsertConfig":{"mode":"FULL","comparisonColumns":["a"]}}""", "upsertConfig.comparisonColumns (null -> [\"a\"])")]
    [InlineData("""{"upsertConfig":{"mode":"FULL","deleteRecordColumn":"a"}}""", "upsertConfig.deleteRecordColumn (null -> a)")]
    [InlineData("""{"upsertConfig":{"mode":"FULL","dropOutOfOrderRecord":"true"}}""", "upsertConfig.dropOutOfOrderRecord (false -> true)")]
    [InlineData("""{"segmentsConfig":{"timeColumnName":"other","replication":"1"}}""", "segmentsConfig.timeColumnName (ts -> other): it puts the rows of a key in order")]
    [InlineData("""{"dedupConfig":{"dedupEnabled":true}}""", "dedupConfig.dedupEnabled (false -> true)")]
    public void What_keys_were_made_by_stays_in_the_config(string change, string fault) =>
        Assert.Equal(fault, ChangeRules.FaultOf(Config("""{"upsertConfig":{"mode":"FULL"}}"""), Config("""{"upsertConfig":{"mode":"FULL"}}""", change)));

    [Fact]
    public void Partitioning_stays_too()
    {
        string partitions = """{"tableIndexConfig":{"segmentPartitionConfig":{"columnPartitionMap":{"a":{"functionName":"Murmur","numPartitions":4}}}}}""";
        Assert.StartsWith("tableIndexConfig.segmentPartitionConfig (null -> {\"columnPartitionMap\"", ChangeRules.FaultOf(Config(), Config(partitions)), StringComparison.Ordinal);
        Assert.Contains("\"functionName\":\"Modulo\"", ChangeRules.FaultOf(Config(partitions), Config(partitions.Replace("Murmur", "Modulo", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"segmentsConfig":{"timeColumnName":"other","replication":"1"}}""")]
    [InlineData("""{"segmentsConfig":{"timeColumnName":"ts","replication":"1","retentionTimeUnit":"DAYS","retentionTimeValue":"5"}}""")]
    [InlineData("""{"tableIndexConfig":{"invertedIndexColumns":["a"],"nullHandlingEnabled":true}}""")]
    [InlineData("""{"upsertConfig":{"mode":"NONE"}}""")]
    [InlineData("""{"tableIndexConfig":{"streamConfigs":{"realtime.segment.flush.threshold.time":"1h"}}}""")]
    public void The_rest_of_a_config_may_change(string change) => Assert.Null(ChangeRules.FaultOf(Config(), Config(change)));

    private static TableSchema Schema(params string[] changes)
    {
        JsonObject json = JsonNode.Parse($$"""{"schemaName":"t","dimensionFieldSpecs":{{Columns}}}""")!.AsObject();
        foreach ((string key, JsonNode? value) in changes.SelectMany(change => JsonNode.Parse(change)!.AsObject()))
        {
            json[key] = value?.DeepClone();
        }

        return SchemaJson.Parse(json).Schema;
    }

    // Members of the index section come to those that are there, all else takes their place.
    private static TableConfig Config(params string[] changes)
    {
        JsonObject json = JsonNode.Parse("""
            {"tableName":"t","tableType":"REALTIME","segmentsConfig":{"timeColumnName":"ts","replication":"1"},"tenants":{},
             "tableIndexConfig":{"streamConfigs":{"streamType":"kafka","stream.kafka.topic.name":"t"}}}
            """)!.AsObject();
        foreach ((string key, JsonNode? value) in changes.SelectMany(change => JsonNode.Parse(change)!.AsObject()))
        {
            if (key is "tableIndexConfig")
            {
                Merge(json[key]!.AsObject(), value!.AsObject());
            }
            else
            {
                json[key] = value?.DeepClone();
            }
        }

        return TableConfig.Parse(json);
    }

    private static void Merge(JsonObject into, JsonObject change)
    {
        foreach ((string key, JsonNode? value) in change)
        {
            if (into[key] is JsonObject inner && value is JsonObject wish)
            {
                Merge(inner, wish);
            }
            else
            {
                into[key] = value?.DeepClone();
            }
        }
    }
}
