namespace EndToEndTests.Scenarios;

/// <summary>A table of numbered messages: partition and sequence within it, so that every loss and every double shows in a sum.</summary>
internal static class NumberTable
{
    public static string Schema(string name) =>
        $$"""
        {"schemaName":"{{name}}",
         "dimensionFieldSpecs":[{"name":"part","dataType":"INT"},{"name":"note","dataType":"STRING"}],
         "metricFieldSpecs":[{"name":"seq","dataType":"LONG"}],
         "dateTimeFieldSpecs":[{"name":"ts","dataType":"TIMESTAMP","format":"1:MILLISECONDS:EPOCH","granularity":"1:MILLISECONDS"}]}
        """;

    public static string Config(string name, string broker, int rowsPerSegment) =>
        $$"""
        {"tableName":"{{name}}","tableType":"REALTIME",
         "segmentsConfig":{"timeColumnName":"ts","schemaName":"{{name}}","replicasPerPartition":"1"},
         "tenants":{},
         "tableIndexConfig":{"loadMode":"MMAP","streamConfigs":{
           "streamType":"kafka","stream.kafka.consumer.type":"lowlevel","stream.kafka.topic.name":"{{name}}",
           "stream.kafka.decoder.class.name":"org.apache.pinot.plugin.stream.kafka.KafkaJSONMessageDecoder",
           "stream.kafka.consumer.factory.class.name":"org.apache.pinot.plugin.stream.kafka20.KafkaConsumerFactory",
           "stream.kafka.broker.list":"{{broker}}",
           "realtime.segment.flush.threshold.rows":"{{rowsPerSegment}}",
           "realtime.segment.flush.threshold.time":"24h",
           "stream.kafka.consumer.prop.auto.offset.reset":"smallest"} },
         "metadata":{"customConfigs":{} } }
        """;

    public static string Message(int partition, long sequence) =>
        $$"""{"ts":{{1_700_000_000_000 + sequence}},"part":{{partition}},"seq":{{sequence}},"note":"n{{sequence % 97}}"}""";
}
