using System.Text.Json.Nodes;
using Segments.Schema;
using Segments.Tables;

namespace UnitTests.Segments.Tables;

public sealed class KeyRulesTests
{
    public static TheoryData<string, string> Refused => new()
    {
        { """ "upsertConfig":{"mode":"SOME"} """, "'upsertConfig.mode' must be one of NONE, PARTIAL, FULL, not \"SOME\"" },
        { """ "upsertConfig":{"mode":"FULL"},"routing":{} """, "Upsert/Dedup table must use strict replica-group (i.e. strictReplicaGroup) based routing" },
        { """ "upsertConfig":{"mode":"FULL"},"dedupConfig":{"dedupEnabled":true} """, "A table can have either Upsert or Dedup enabled, but not both" },
        { """ "upsertConfig":{"mode":"FULL","comparisonColumns":["nope"]} """, "comparison column nope does not exist" },
        { """ "upsertConfig":{"mode":"FULL","deleteRecordColumn":"nope"} """, "Column nope specified in deleteRecordColumn does not exist" },
        { """ "upsertConfig":{"mode":"FULL","deleteRecordColumn":"j"} """, "The deleteRecordColumn - j must be of type: String / Boolean / Numeric" },
        { """ "upsertConfig":{"mode":"FULL","dropOutOfOrderRecord":true,"outOfOrderRecordColumn":"bo"} """, "outOfOrderRecordColumn and dropOutOfOrderRecord shouldn't exist together" },
        { """ "upsertConfig":{"mode":"FULL","outOfOrderRecordColumn":"a"} """, "The outOfOrderRecordColumn must be a single-valued BOOLEAN column" },
        { """ "upsertConfig":{"mode":"FULL","comparisonColumns":["j"],"metadataTTL":5} """, "must have comparison column: j in numeric type, found: JSON" },
        { """ "upsertConfig":{"mode":"FULL","deletedKeysTTL":5} """, "Deleted Keys TTL can only be enabled with deleteRecordColumn set" },
        { """ "upsertConfig":{"mode":"FULL","hashFunction":"SHA"} """, "'upsertConfig.hashFunction' must be one of" },
        { """ "upsertConfig":{"mode":"full"} """, "'upsertConfig.mode' must be one of NONE, PARTIAL, FULL, not \"full\"" },
        { """ "upsertConfig":{"mode":"FULL"},"tenants":{"tagOverrideConfig":{"realtimeCompleted":"x_OFFLINE"}} """, "Invalid tenant tag override used for Upsert/Dedup table" },
        { """ "upsertConfig":{"mode":"FULL"},"tierConfigs":[{"name":"t","segmentSelectorType":"fixed","storageType":"pinot_server","serverTag":"x_OFFLINE"}] """, "The upsert table cannot have multi-tiers" },
        { """ "upsertConfig":{"mode":"FULL","consistencyMode":"SYNC","newSegmentTrackingTimeMs":0} """, "Positive newSegmentTrackingTimeMs is required to enable consistency mode: SYNC" },
        { """ "upsertConfig":{"mode":"FULL","consistencyMode":"SNAPSHOT","dropOutOfOrderRecord":true} """, "dropOutOfOrderRecord cannot be enabled when consistencyMode is SNAPSHOT" },
        { """ "upsertConfig":{"mode":"FULL","consistencyMode":"EVENTUAL"} """, "'upsertConfig.consistencyMode' must be one of NONE, SYNC, SNAPSHOT" },
        { """ "upsertConfig":{"mode":"FULL","enableDeletedKeysCompactionConsistency":true} """, "enableDeletedKeysCompactionConsistency should exist with deletedKeysTTL" },
        { """ "upsertConfig":{"mode":"FULL","postPartialUpsertTransformConfigs":[{"columnName":"i","transformFunction":"1"}]} """, "postPartialUpsertTransformConfigs can only be configured for PARTIAL" },
        { """ "upsertConfig":{"mode":"FULL","comparisonColumns":"i"} """, "'upsertConfig.comparisonColumns' must be a list, not \"i\"" },
        { """ "upsertConfig":{"mode":"FULL","metadataTTL":"long"} """, "'upsertConfig.metadataTTL' must be a number, not \"long\"" },
        { """ "upsertConfig":{"mode":"PARTIAL"},"index":{"nullHandlingEnabled":false} """, "Null handling must be enabled for partial upsert tables" },
        { """ "upsertConfig":{"mode":"PARTIAL","partialUpsertStrategies":{"a":"OVERWRITE"}} """, "Merger cannot be applied to primary key columns" },
        { """ "upsertConfig":{"mode":"PARTIAL","partialUpsertStrategies":{"i":"TWICE"}} """, "'upsertConfig.partialUpsertStrategies.i' must be one of OVERWRITE" },
        { """ "upsertConfig":{"mode":"PARTIAL","partialUpsertStrategies":{"j":"INCREMENT"}} """, "INCREMENT merger cannot be applied to non-numeric column: j" },
        { """ "upsertConfig":{"mode":"PARTIAL","partialUpsertStrategies":{"ts":"INCREMENT"}} """, "Merger cannot be applied to time column" },
        { """ "upsertConfig":{"mode":"PARTIAL","comparisonColumns":["i"],"partialUpsertStrategies":{"i":"MAX"}} """, "Merger cannot be applied to comparison column" },
        { """ "upsertConfig":{"mode":"PARTIAL","partialUpsertStrategies":{"i":"APPEND"}} """, "APPEND merger cannot be applied to single-value column: i" },
        { """ "upsertConfig":{"mode":"PARTIAL","partialUpsertMergerClass":"com.x.Y"} """, "'partialUpsertMergerClass' names Java code" },
        { """ "upsertConfig":{"mode":"FULL"},"index":{"starTreeIndexConfigs":[{"dimensionsSplitOrder":["a"],"functionColumnPairs":["COUNT__*"]}]} """, "The upsert table cannot have star-tree index" },
        { """ "upsertConfig":{"mode":"FULL"},"index":{"aggregateMetrics":true} """, "Metrics aggregation and upsert or dedup cannot be enabled together" },
        { """ "dedupConfig":{"dedupEnabled":true,"metadataTTL":10,"dedupTimeColumn":"nope"} """, "'dedupConfig.dedupTimeColumn' names column nope" },
        { """ "dedupConfig":{"dedupEnabled":true,"metadataTTL":10,"dedupTimeColumn":"j"} """, "MetadataTTL must have dedupTimeColumn: j in numeric type, found: JSON" },
        { """ "dedupConfig":{"dedupEnabled":true,"hashFunction":"SHA"} """, "'dedupConfig.hashFunction' must be one of" },
        { """ "ingestionConfig":{"aggregationConfigs":[{"columnName":"a","aggregationFunction":"SUM(x)"}]} """, "The destination column 'a' of the aggregation function must be a metric column" },
        { """ "ingestionConfig":{"aggregationConfigs":[{"columnName":"x","aggregationFunction":"SUM(v)"}]} """, "all metric columns must be aggregated; 'aggregationConfigs' lacks d" },
        { """ "ingestionConfig":{"aggregationConfigs":[{"columnName":"x","aggregationFunction":"AVG(v)"},{"columnName":"d","aggregationFunction":"SUM(v)"}]} """, "Aggregated column: d must be a no-dictionary column" },
        { """ "ingestionConfig":{"aggregationConfigs":[{"columnName":"x","aggregationFunction":"SUM(v,w)"}]} """, "SUM can only have one argument: 'SUM(v,w)' of column 'x'" },
        { """ "index":{"aggregateMetrics":true},"ingestionConfig":{"aggregationConfigs":[{"columnName":"x","aggregationFunction":"SUM(v)"}]} """, "aggregateMetrics cannot be set with AggregationConfig" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_work_is_refused_with_the_reason(string config, string message) =>
        Assert.Contains(message, Assert.Throws<TableConfigException>(() => Check(config, "a")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"mode":"FULL"}""")]
    [InlineData("""{"mode":"NONE"}""")]
    [InlineData("""{"mode":"PARTIAL","comparisonColumns":["i"],"partialUpsertStrategies":{"ts":"OVERWRITE"}}""")]
    [InlineData("""{"mode":"FULL","hashFunction":"MURMUR3","enableSnapshot":true,"enablePreload":true,"snapshot":"ENABLE","metadataTTL":5,"consistencyMode":"SYNC","newSegmentTrackingTimeMs":1000}""")]
    [InlineData("""{"mode":"PARTIAL","defaultPartialUpsertStrategy":"IGNORE","partialUpsertStrategies":{"x":"INCREMENT","m":"UNION","i":"FORCE_OVERWRITE"}}""")]
    public void What_can_work_is_taken(string upsert) => Check($"\"upsertConfig\":{upsert}", "a");

    [Fact]
    public void A_table_of_keys_needs_a_key() =>
        Assert.Contains("must have primary key columns", Assert.Throws<TableConfigException>(() => Check("\"upsertConfig\":{\"mode\":\"FULL\"}", key: null)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_key_is_made_of_single_values() =>
        Assert.Contains("primary key column: m cannot be of multi-value type", Assert.Throws<TableConfigException>(() => Check("\"upsertConfig\":{\"mode\":\"FULL\"}", "m")).Message, StringComparison.Ordinal);

    private static void Check(string members, string? key)
    {
        JsonObject json = TableFolderFixture.ConfigJson("t");
        JsonObject index = json["tableIndexConfig"]!.AsObject();
        index["nullHandlingEnabled"] = true;
        index["noDictionaryColumns"] = new JsonArray("x");
        json["routing"] = new JsonObject { ["instanceSelectorType"] = "strictReplicaGroup" };
        foreach ((string name, JsonNode? value) in JsonNode.Parse($"{{{members}}}")!.AsObject())
        {
            if (name is not "index")
            {
                json[name] = value?.DeepClone();
                continue;
            }

            foreach ((string setting, JsonNode? wish) in value!.AsObject())
            {
                index[setting] = wish?.DeepClone();
            }
        }

        TableConfig config = TableConfig.Parse(json);
        JsonObject schema = JsonNode.Parse("""
            {"schemaName":"t","dimensionFieldSpecs":[{"name":"a","dataType":"STRING"},{"name":"i","dataType":"INT"},{"name":"bo","dataType":"BOOLEAN"},
              {"name":"j","dataType":"JSON"},{"name":"m","dataType":"INT","singleValueField":false}],
             "metricFieldSpecs":[{"name":"x","dataType":"LONG"},{"name":"d","dataType":"DOUBLE"}],
             "dateTimeFieldSpecs":[{"name":"ts","dataType":"LONG","format":"1:MILLISECONDS:EPOCH","granularity":"1:MILLISECONDS"}]}
            """)!.AsObject();
        if (key is not null)
        {
            schema["primaryKeyColumns"] = new JsonArray(key);
        }

        TableRules.Check(config, SchemaJson.Parse(schema, config.NullVectors).Schema);
    }
}
