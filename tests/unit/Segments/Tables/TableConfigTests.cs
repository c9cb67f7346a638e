using System.Text.Json.Nodes;
using Segments.Schema;
using Segments.Tables;

namespace UnitTests.Segments.Tables;

public sealed class TableConfigTests
{
    [Fact]
    public void Parse_fills_in_what_Pinot_always_shows()
    {
        TableConfig config = TableConfig.Parse(Json());

        Assert.Equal("t_REALTIME", config.Json["tableName"]!.GetValue<string>());
        Assert.Equal("DefaultTenant", config.Json["tenants"]!["server"]!.GetValue<string>());
        Assert.Equal(2, config.Json["tableIndexConfig"]!["rangeIndexVersion"]!.GetValue<int>());
        Assert.False(config.Json.ContainsKey("ingestionConfig"));
    }

    [Fact]
    public void What_was_filled_in_reads_back_as_the_same()
    {
        TableConfig config = TableConfig.Parse(Json());

        Assert.Equal(config.Json.ToJsonString(), TableConfig.Parse(config.Json).Json.ToJsonString());
    }

    [Theory]
    [InlineData("t")]
    [InlineData("t_REALTIME")]
    [InlineData("t_realtime")]
    public void The_type_suffix_is_no_part_of_the_name(string name) =>
        Assert.Equal("t", TableConfig.Parse(Json(json => json["tableName"] = name)).Name);

    [Fact]
    public void Stream_values_that_are_numbers_or_booleans_become_text()
    {
        TableConfig config = TableConfig.Parse(Json(json => Streams(json)["a"] = 5, json => Streams(json)["b"] = true));

        Assert.Equal("5", config.StreamConfigs["a"]);
        Assert.Equal("true", config.StreamConfigs["b"]);
    }

    [Fact]
    public void The_stream_map_may_stand_in_the_ingestion_config()
    {
        TableConfig config = TableConfig.Parse(Json(MoveStreams));

        Assert.Equal("kafka", config.StreamConfigs["streamType"]);
        Assert.False(config.Json["ingestionConfig"]!["continueOnError"]!.GetValue<bool>());
    }

    [Fact]
    public void Unknown_keys_are_reported_by_their_leaves_and_kept()
    {
        TableConfig config = TableConfig.Parse(Json(json => json["extraThing"] = new JsonObject { ["a"] = 1 }, json => json["segmentsConfig"]!["oddOne"] = 3));

        Assert.Equal(["/extraThing/a", "/segmentsConfig/oddOne"], config.Unrecognized.Keys);
        Assert.Equal(3, config.Json["segmentsConfig"]!["oddOne"]!.GetValue<int>());
    }

    public static TheoryData<string, string> Malformed => new()
    {
        { "tableName", "Missing required creator property 'tableName'" },
        { "tableType", "Missing required creator property 'tableType'" },
        { "segmentsConfig", "Missing required creator property 'segmentsConfig'" },
        { "tenants", "Missing required creator property 'tenants'" },
        { "tableIndexConfig", "Missing required creator property 'tableIndexConfig'" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_section_that_is_missing_is_named(string key, string message) =>
        Assert.Contains(message, Refused(json => json.Remove(key)), StringComparison.Ordinal);

    [Fact]
    public void What_no_real_time_table_has_is_refused_by_name()
    {
        Assert.Contains("OFFLINE is not supported", Refused(json => json["tableType"] = "OFFLINE"), StringComparison.Ordinal);
        Assert.Contains("double underscore", Refused(json => json["tableName"] = "a__b"), StringComparison.Ordinal);
        Assert.Contains("more than one '.'", Refused(json => json["tableName"] = "a.b.c"), StringComparison.Ordinal);
        Assert.Contains("'tenants' must be an object", Refused(json => json["tenants"] = 5), StringComparison.Ordinal);
        Assert.Contains("Cannot find streamConfigs for table: t_REALTIME", Refused(json => json["tableIndexConfig"]!.AsObject().Remove("streamConfigs")), StringComparison.Ordinal);
        Assert.Contains("must be text, a number or a boolean", Refused(json => Streams(json)["x"] = new JsonArray(1)), StringComparison.Ordinal);
        Assert.Contains("not both", Refused(json =>
        {
            MoveStreams(json);
            json["tableIndexConfig"]!["streamConfigs"] = new JsonObject();
        }), StringComparison.Ordinal);
        Assert.Contains("at least 1 stream", Refused(json =>
        {
            MoveStreams(json);
            json["ingestionConfig"]!["streamIngestionConfig"]!["streamConfigMaps"] = new JsonArray();
        }), StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> AgainstTheSchema => new()
    {
        { "segmentsConfig", """{"replication":"1"}""", "'timeColumnName' cannot be null" },
        { "segmentsConfig", """{"timeColumnName":"a","replication":"1"}""", "Cannot find valid fieldSpec for timeColumn: a from the table config: t_REALTIME, in the schema: t" },
        { "segmentsConfig", """{"timeColumnName":"ts"}""", "Cannot parse null string" },
        { "segmentsConfig", """{"timeColumnName":"ts","replication":"one"}""", "For input string: \"one\"" },
        { "segmentsConfig", """{"timeColumnName":"ts","replication":"1","schemaName":"other"}""", "'segmentsConfig.schemaName' is 'other'" },
        { "segmentsConfig", """{"timeColumnName":"ts","replication":"1","retentionTimeUnit":"FORTNIGHTS"}""", "invalid retention time unit: FORTNIGHTS" },
        { "segmentsConfig", """{"timeColumnName":"ts","replication":"1","peerSegmentDownloadScheme":"ftp"}""", "Invalid value 'ftp' for peerSegmentDownloadScheme" },
        { "quota", """{"storage":"lots"}""", "Invalid 'storage': lots" },
        { "quota", """{"maxQueriesPerSecond":"-1"}""", "Invalid 'maxQueriesPerSecond': -1" },
        { "query", """{"timeoutMs":-1}""", "Invalid 'timeoutMs': -1" },
        { "isDimTable", "true", "Dimension table must be of OFFLINE table type." },
        { "fieldConfigList", """[{"name":"nope"}]""", "Failed to find column: nope in schema" },
        { "fieldConfigList", """[{"name":"a","encodingType":"HUFFMAN"}]""", "\"HUFFMAN\"" },
        { "fieldConfigList", """[{"name":"a","indexType":"MAGIC"}]""", "\"MAGIC\"" },
        { "fieldConfigList", """[{"name":"a","compressionCodec":"SNAPPY"}]""", "Compression codec: SNAPPY is not applicable to dictionary encoded column: a" },
        { "fieldConfigList", """[{"name":"a","encodingType":"RAW","compressionCodec":"DELTA"}]""", "can only be used on INT/LONG data types, found STRING for column: a" },
        { "fieldConfigList", """[{"name":"a","encodingType":"RAW","indexType":"FST"}]""", "Cannot create FST index on column: a without dictionary" },
        { "fieldConfigList", """[{"name":"a","indexTypes":["H3"]}]""", "Cannot create H3 index on column: a" },
        { "fieldConfigList", """[{"name":"ts","timestampConfig":{"granularities":["DECADE"]}}]""", "\"DECADE\"" },
        { "index", """{"loadMode":"FLOPPY"}""", "'tableIndexConfig.loadMode' must be MMAP or HEAP, not 'FLOPPY'" },
        { "index", """{"invertedIndexColumns":["nope"]}""", "Failed to find column: nope in schema" },
        { "index", """{"invertedIndexColumns":["a"],"noDictionaryColumns":["a"]}""", "Cannot create inverted index on column: a without dictionary" },
        { "index", """{"sortedColumn":["nope"]}""", "Failed to find sorted column: nope in schema" },
        { "index", """{"sortedColumn":["m"]}""", "Cannot sort on multi-value column: m" },
        { "index", """{"rangeIndexColumns":["nope"]}""", "Failed to find column: nope in schema" },
        { "index", """{"bloomFilterColumns":["bo"]}""", "Cannot create bloom filter on BOOLEAN column: bo" },
        { "index", """{"jsonIndexColumns":["i"]}""", "Cannot create JSON index on column: i of stored type other than STRING or MAP" },
        { "index", """{"jsonIndexConfigs":{"ms":{}}}""", "Cannot create JSON index on multi-value column: ms" },
        { "index", """{"varLengthDictionaryColumns":["i"]}""", "Cannot create var-length dictionary on column: i" },
        { "index", """{"segmentPartitionConfig":{"columnPartitionMap":{"nope":{}}}}""", "Failed to find partition column: nope in schema" },
        { "index", """{"starTreeIndexConfigs":[{}]}""", "Missing required creator property 'dimensionsSplitOrder'" },
        { "index", """{"starTreeIndexConfigs":[{"dimensionsSplitOrder":["m"]}]}""", "found multi-value column: m" },
    };

    [Theory]
    [MemberData(nameof(AgainstTheSchema))]
    public void What_does_not_go_with_the_schema_is_named(string section, string value, string message)
    {
        TableConfig config = TableConfig.Parse(Json(json => Merge(json, section, JsonNode.Parse(value)!)));

        Assert.Contains(message, Assert.Throws<TableConfigException>(() => TableRules.Check(config, Schema())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_config_goes_with_its_schema() => TableRules.Check(TableConfig.Parse(Json()), Schema());

    private static string Refused(Action<JsonObject> change) => Assert.Throws<TableConfigException>(() => TableConfig.Parse(Json(change))).Message;

    private static void Merge(JsonObject json, string section, JsonNode value)
    {
        if (section is not "index")
        {
            json[section] = value;
            return;
        }

        foreach ((string key, JsonNode? setting) in value.AsObject())
        {
            json["tableIndexConfig"]![key] = setting?.DeepClone();
        }
    }

    private static JsonObject Streams(JsonObject json) => json["tableIndexConfig"]!["streamConfigs"]!.AsObject();

    private static void MoveStreams(JsonObject json)
    {
        JsonNode streams = Streams(json).DeepClone();
        json["tableIndexConfig"]!.AsObject().Remove("streamConfigs");
        json["ingestionConfig"] = new JsonObject { ["streamIngestionConfig"] = new JsonObject { ["streamConfigMaps"] = new JsonArray(streams) } };
    }

    private static JsonObject Json(params Action<JsonObject>[] changes)
    {
        JsonObject json = TableFolderFixture.ConfigJson("t");
        foreach (Action<JsonObject> change in changes)
        {
            change(json);
        }

        return json;
    }

    private static TableSchema Schema() => SchemaJson.Parse(JsonNode.Parse("""
        {"schemaName":"t","dimensionFieldSpecs":[{"name":"a","dataType":"STRING"},{"name":"i","dataType":"INT"},{"name":"bo","dataType":"BOOLEAN"},
          {"name":"m","dataType":"INT","singleValueField":false},{"name":"ms","dataType":"STRING","singleValueField":false}],
         "dateTimeFieldSpecs":[{"name":"ts","dataType":"TIMESTAMP","format":"TIMESTAMP","granularity":"1:MILLISECONDS"}]}
        """)!.AsObject()).Schema;
}
