using System.Text.Json;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;
using EndToEndTests.Scenarios;

namespace EndToEndTests.Guide;

/// <summary>The guide's command lines, typed as they stand there.</summary>
public sealed class UtilityTests(KafkaBroker kafka, GuideServer server)
{
    [Fact]
    public async Task Schemas_made_by_the_utilities_and_added_by_pinot_admin_take_the_messages_they_were_made_from()
    {
        string brokers = await kafka.AddressAsync();
        await kafka.CreateTopicAsync("inferred", 1);
        await kafka.ProduceAsync("inferred", 0, await File.ReadAllLinesAsync(Repository.PathOf("examples", "tls", "transcripts.json"), TestContext.Current.CancellationToken));
        RestClient client = await server.StartedAsync();
        using TempFolder folder = new();
        const string Options = "-timeColumnName timestamp -timeUnit MILLISECONDS -metrics score";

        await ShellAsync($"bin/pinot-admin.sh AvroSchemaToPinotSchema -avroSchemaFile examples/tls/transcript.avsc -outputDir '{folder.Path}' -pinotSchemaName from_avro -dimensions studentID,firstName,lastName,gender,subject {Options}");
        await ShellAsync($"./millrace JsonToPinotSchema -jsonFile examples/tls/transcripts.json -outputDir '{folder.Path}' -pinotSchemaName from_json {Options}");
        foreach (string name in new[] { "from_avro", "from_json" })
        {
            string config = folder.File($"{name}-table.json", NumberTable.Config(name, brokers, 1000)
                .Replace($"topic.name\":\"{name}\"", "topic.name\":\"inferred\"", StringComparison.Ordinal)
                .Replace("\"timeColumnName\":\"ts\"", "\"timeColumnName\":\"timestamp\"", StringComparison.Ordinal));
            await ShellAsync($"bin/pinot-admin.sh AddTable -schemaFile '{folder.Path}/{name}.json' -tableConfigFile '{config}' -controllerHost localhost -controllerPort {server.Port} -exec");
            await client.ExpectAsync(5, $"SELECT COUNT(*) FROM {name}");
            JsonElement row = Assert.Single(await client.RowsAsync($"SELECT SUM(score), MAX(\"timestamp\"), DISTINCTCOUNT(firstName) FROM {name}"));
            Assert.Equal((18.1, 1572505200000, 4), (Math.Round(row[0].GetDouble(), 4), row[1].GetDouble(), row[2].GetInt32()));
        }

        static async Task ShellAsync(string line) => (await Command.ShellAsync(line, Repository.Root, TestContext.Current.CancellationToken)).Succeeded();
    }
}
