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

        Assert.Equal(["/extraThing/a", "/segmentsConfig/oddOne"], config.Unrecognized.Keys.Order(StringComparer.Ordinal));
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
        { "segmentsConfig", """{"timeColumnName":"ts","replication":"1","schemaName":"other"}""", "'segmentsConfig.schemaName' is 'other'" },
        { "segmentsConfig", """{"timeColumnName":"ts","replication":"1","retentionTimeUnit":"FORTNIGHTS"}""", "invalid retention time unit: FORTNIGHTS" },
        { "segmentsConfig", """{"timeColumnName":"ts","replication":"1","peerSegmentDownloadScheme":"ftp"}""", "Invalid value 'ftp' for peerSegmentDownloadScheme" },
        { "segmentsConfig", """{"timeColumnName":"ts","replication":"1","peerSegmentDownloadScheme":"http"}""", "peerSegmentDownloadScheme can't be used when replication is < 2" },
        { "segmentsConfig", """{"timeColumnName":"ts","timeType":"FORTNIGHTS"}""", "Unsupported time unit: FORTNIGHTS" },
        { "segmentsConfig", """{"timeColumnName":"ts","untrackedSegmentsRetentionTimeUnit":"DAYS"}""", "untracked retention time value must be specified" },
        { "segmentsConfig", """{"timeColumnName":"ts","untrackedSegmentsRetentionTimeUnit":"DAYS","untrackedSegmentsRetentionTimeValue":"0"}""", "invalid untracked retention time value: 0" },
        { "segmentsConfig", """{"timeColumnName":"ts","completionConfig":{}}""", "Missing required creator property 'completionMode' in 'segmentsConfig.completionConfig'" },
        { "segmentsConfig", """{"timeColumnName":["ts"]}""", "'segmentsConfig.timeColumnName' must be a text, not a list" },
        { "routing", """{"segmentPrunerTypes":"partition"}""", "'routing.segmentPrunerTypes' must be a list, not \"partition\"" },
        { "query", """{"timeoutMs":"soon"}""", "'query.timeoutMs' must be a whole number, not \"soon\"" },
        { "task", """{"other":1}""", "Missing required creator property 'taskTypeConfigsMap' in 'task'" },
        { "tierConfigs", """[{"name":"t","segmentSelectorType":"time","storageType":"pinot_server","serverTag":"x_OFFLINE"}]""", "Must provide 'segmentAge' for segmentSelectorType: time in tier: t" },
        { "tierConfigs", """[{"name":"t","segmentSelectorType":"time","segmentAge":"old","storageType":"pinot_server","serverTag":"x_OFFLINE"}]""", "segmentAge: old must be a valid period string" },
        { "tierConfigs", """[{"name":"t","segmentSelectorType":"fixed","storageType":"pinot_server","serverTag":"x"}]""", "serverTag: x must have a valid server tag format" },
        { "tierConfigs", """[{"name":"t","segmentSelectorType":"fixed","storageType":"tape","serverTag":"x_OFFLINE"}]""", "Unsupported storageType: tape in tier: t" },
        { "ingestionConfig", """{"complexTypeConfig":{"fieldsToUnnest":"items"}}""", "'ingestionConfig.complexTypeConfig.fieldsToUnnest' must be a list, not \"items\"" },
        { "ingestionConfig", """{"complexTypeConfig":{"prefixesToRename":{"t":"x"}}}""", "Name conflict with field: ts and prefix: t" },
        { "ingestionConfig", """{"continueOnError":"perhaps"}""", "'ingestionConfig.continueOnError' must be true or false, not \"perhaps\"" },
        { "fieldConfigList", """[{"indexType":"TEXT"}]""", "Missing required creator property 'name' in 'fieldConfigList[0]'" },
        { "fieldConfigList", """[{"name":"a","encodingType":"RAW","compressionCodec":"ZIP"}]""", "'fieldConfigList[0].compressionCodec' must be one of" },
        { "fieldConfigList", """[{"name":"i","indexType":"TEXT"}]""", "Cannot create TEXT index on column: i of stored type other than STRING" },
        { "fieldConfigList", """[{"name":"ms","indexType":"FST"}]""", "Cannot create FST index on multi-value column: ms" },
        { "fieldConfigList", """[{"name":"a","indexType":"VECTOR"}]""", "Cannot create vector index on single-value column: a" },
        { "fieldConfigList", """[{"name":"i","indexes":{"json":{}}}]""", "Cannot create JSON index on column: i" },
        { "fieldConfigList", """[{"name":"a","encodingType":"RAW","indexTypes":["RANGE"]}]""", "Cannot create range index on non-numeric column: a without dictionary" },
        { "fieldConfigList", """[{"name":"a","timestampConfig":{"granularities":["DAY"]}}]""", "Cannot create TIMESTAMP index on column: a of stored type other than LONG" },
        { "query", """{"maxServerResponseSizeBytes":0}""", "Invalid 'maxServerResponseSizeBytes': 0" },
        { "quota", """{"storage":"10Q"}""", "Invalid 'storage': 10Q" },
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
    };

    public static TheoryData<string, string, string> IndexesAgainstTheSchema => new()
    {
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
        { "index", """{"segmentPartitionConfig":{"columnPartitionMap":{"nope":{"functionName":"Murmur","numPartitions":4}}}}""", "Failed to find partition column: nope in schema" },
        { "index", """{"starTreeIndexConfigs":[{}]}""", "Missing required creator property 'dimensionsSplitOrder'" },
        { "index", """{"starTreeIndexConfigs":[{"dimensionsSplitOrder":["m"],"functionColumnPairs":["COUNT__*"]}]}""", "found multi-value column: m" },
        { "index", """{"starTreeIndexConfigs":[{"dimensionsSplitOrder":["a"]}]}""", "Either 'functionColumnPairs' or 'aggregationConfigs' must be specified, but not both" },
        { "index", """{"starTreeIndexConfigs":[{"dimensionsSplitOrder":["a"],"functionColumnPairs":["NOPE__i"]}]}""", "Invalid StarTreeIndex config: NOPE__i" },
        { "index", """{"starTreeIndexConfigs":[{"dimensionsSplitOrder":["a"],"functionColumnPairs":["SUM__*"]}]}""", "Non-COUNT function set the column as '*' in the functionColumnPair: SUM__*" },
        { "index", """{"starTreeIndexConfigs":[{"dimensionsSplitOrder":["a"],"functionColumnPairs":["SUM__i","sum__i"]}]}""", "Duplicate function column pair: sum__i" },
        { "index", """{"starTreeIndexConfigs":[{"dimensionsSplitOrder":["a"],"functionColumnPairs":["SUM__nope"]}]}""", "Failed to find column: nope specified in star-tree" },
        { "index", """{"starTreeIndexConfigs":[{"dimensionsSplitOrder":["a"],"skipStarNodeCreationForDimensions":["i"],"functionColumnPairs":["COUNT__*"]}]}""", "Can not skip star-node creation for dimensions not in the split order" },
        { "index", """{"noDictionaryColumns":["a"],"starTreeIndexConfigs":[{"dimensionsSplitOrder":["a"],"functionColumnPairs":["COUNT__*"]}]}""", "Cannot create star-tree index on dimension column: a without dictionary" },
        { "index", """{"starTreeIndexConfigs":[{"dimensionsSplitOrder":[],"functionColumnPairs":["COUNT__*"]}]}""", "'dimensionsSplitOrder' must be configured" },
        { "index", """{"jsonIndexConfigs":{"a":{"includePaths":["$.x"],"excludePaths":["$.y"]}}}""", "Cannot configure both include and exclude paths" },
        { "index", """{"rangeIndexColumns":["a"],"noDictionaryColumns":["a"]}""", "Cannot create range index on non-numeric column: a without dictionary" },
        { "index", """{"bloomFilterConfigs":{"a":{"fpp":1.5}}}""", "Invalid false positive probability: 1.5 of column a" },
        { "index", """{"segmentPartitionConfig":{"columnPartitionMap":{"a":{"functionName":"Murmur","numPartitions":0}}}}""", "'numPartitions' of column a must be greater than 0, not 0" },
        { "index", """{"invertedIndexColumns":"a"}""", "'tableIndexConfig.invertedIndexColumns' must be a list, not \"a\"" },
    };

    [Theory]
    [InlineData("segmentsConfig", """{"timeColumnName":"ts"}""", "Cannot parse null string")]
    [InlineData("segmentsConfig", """{"timeColumnName":"ts","replication":"one"}""", "For input string: \"one\"")]
    [InlineData("tenants", """{"server":"nope"}""", "No instance found with tag: nope_REALTIME for table: t_REALTIME")]
    [InlineData("tenants", """{"broker":"nope"}""", "Failed to find instances with tag: nope_BROKER for table: t_REALTIME")]
    public void Servers_and_copies_are_those_that_there_are(string section, string value, string message)
    {
        TableConfig config = TableConfig.Parse(Json(json => Merge(json, section, JsonNode.Parse(value)!)));

        Assert.Contains(message, Assert.Throws<TableConfigException>(() => TableRules.CheckPlacement(config)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nulls_and_unknown_keys_are_reported_wherever_they_stand()
    {
        TableConfig config = TableConfig.Parse(Json(
            json => json["quota"] = null,
            json => json["upsertConfig"] = JsonNode.Parse("""{"mode":"NONE","odd":[1,{"b":true}],"hashFunction":"NONE"}"""),
            json => json["fieldConfigList"] = JsonNode.Parse("""[{"name":"a","strange":"x","indexes":{"any":1}}]"""),
            json => json["routing"] = JsonNode.Parse("""{"empty":{}}""")));

        Assert.Equal(["/fieldConfigList/0/strange", "/quota", "/upsertConfig/odd/0", "/upsertConfig/odd/1/b"], config.Unrecognized.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("0 */10 * * * ?", true)]
    [InlineData("0 15 10 ? * MON-FRI 2024", true)]
    [InlineData("0 0 12 L-3 * ?", true)]
    [InlineData("0 0 12 ? JAN,JUL 6#3", true)]
    [InlineData("0 0/5 14,18 15W * ?", true)]
    [InlineData("x", false)]
    [InlineData("0 0 12 * * *", false)]
    [InlineData("0 0 12 ? * ?", false)]
    [InlineData("0 60 12 * * ?", false)]
    [InlineData("0 0 12 32 * ?", false)]
    [InlineData("0 0 12 ? * SUNDAY", false)]
    [InlineData("*/10 * * * *", false)]
    public void A_task_has_a_schedule_of_Quartz(string schedule, bool isGood)
    {
        TableConfig config = TableConfig.Parse(Json(json => json["task"] = new JsonObject
        {
            ["taskTypeConfigsMap"] = new JsonObject { ["RealtimeToOfflineSegmentsTask"] = new JsonObject { ["schedule"] = schedule } },
        }));

        if (isGood)
        {
            TaskRules.Check(config);
        }
        else
        {
            string message = Assert.Throws<TableConfigException>(() => TaskRules.Check(config)).Message;
            Assert.StartsWith($"Task RealtimeToOfflineSegmentsTask contains an invalid cron schedule: {schedule}", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(AgainstTheSchema))]
    [MemberData(nameof(IndexesAgainstTheSchema))]
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
