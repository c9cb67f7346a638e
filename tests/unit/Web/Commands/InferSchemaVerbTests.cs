using System.Text.Json.Nodes;
using Avro;
using Avro.File;
using Avro.Generic;
using Web.Commands;

namespace UnitTests.Web.Commands;

public sealed class InferSchemaVerbTests : IDisposable
{
    private const string AvroSchema = """{"type":"record","name":"E","fields":[{"name":"a","type":"string"},{"name":"in","type":{"type":"record","name":"In","fields":[{"name":"x","type":"int"},{"name":"ts","type":"long"}]}}]}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("infer-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_Avro_schema_file_becomes_a_schema_file()
    {
        Assert.Equal(0, await RunAsync("AvroSchemaToPinotSchema", "-avroSchemaFile", Write("a.avsc", AvroSchema), "-outputDir", _folder, "-pinotSchemaName", "events", "-dimensions", "a"));

        Assert.Equal("""{"schemaName":"events","dimensionFieldSpecs":[{"name":"a","dataType":"STRING"},{"name":"in","dataType":"JSON"}]}""", Result());
    }

    [Fact]
    public async Task An_Avro_data_file_tells_its_schema_and_records_can_be_flattened()
    {
        string path = Path.Combine(_folder, "a.avro");
        RecordSchema schema = (RecordSchema)Schema.Parse(AvroSchema);
        using (IFileWriter<GenericRecord> writer = DataFileWriter<GenericRecord>.OpenWriter(new GenericDatumWriter<GenericRecord>(schema), path))
        {
            writer.Flush();
        }

        Assert.Equal(0, await RunAsync(
            "AvroSchemaToPinotSchema", "-avroDataFile", path, "-outputDir", _folder, "-pinotSchemaName", "events", "-timeColumnName", "in.ts", "-timeUnit", "milliseconds", "-complexType"));

        Assert.Equal(
            """{"schemaName":"events","dimensionFieldSpecs":[{"name":"a","dataType":"STRING"},{"name":"in.x","dataType":"INT"}],"dateTimeFieldSpecs":[{"name":"in.ts","dataType":"LONG","format":"EPOCH|MILLISECONDS","granularity":"1:MILLISECONDS"}]}""",
            Result());
    }

    [Fact]
    public async Task A_JSON_message_becomes_a_schema_file()
    {
        Assert.Equal(0, await RunAsync("JsonToPinotSchema", "-jsonFile", Write("m.json", """{"a":"x","n":3,"in":{"b":1.5}}"""), "-outputDir", _folder, "-pinotSchemaName", "events", "-metrics", "n"));

        Assert.Equal(
            """{"schemaName":"events","dimensionFieldSpecs":[{"name":"a","dataType":"STRING"},{"name":"in.b","dataType":"DOUBLE"}],"metricFieldSpecs":[{"name":"n","dataType":"INT"}]}""",
            Result());
    }

    [Theory]
    [InlineData("JsonToPinotSchema -jsonFile m.json -outputDir . -pinotSchemaName e")]
    [InlineData("JsonToPinotSchema -jsonFile nowhere.json -outputDir . -pinotSchemaName e -metrics n")]
    [InlineData("JsonToPinotSchema -jsonFile m.json -outputDir nowhere -pinotSchemaName e -metrics n")]
    [InlineData("JsonToPinotSchema -jsonFile m.json -outputDir . -pinotSchemaName ../e -metrics n")]
    [InlineData("JsonToPinotSchema -jsonFile m.json -outputDir . -pinotSchemaName e -metrics n -timeUnit WEEKS")]
    [InlineData("AvroSchemaToPinotSchema -outputDir . -pinotSchemaName e -metrics n")]
    [InlineData("AvroSchemaToPinotSchema -avroSchemaFile m.json -outputDir . -pinotSchemaName e -metrics n")]
    [InlineData("AvroSchemaToPinotSchema -avroDataFile m.json -outputDir . -pinotSchemaName e -metrics n")]
    public async Task What_cannot_be_done_fails_and_writes_nothing(string line)
    {
        Write("m.json", """{"n":1}""");
        string[] words = [.. line.Split(' ').Select(word => word is "." or "m.json" or "nowhere" or "nowhere.json" ? Path.Combine(_folder, word) : word)];

        Assert.Equal(1, await RunAsync(words));
        Assert.Equal(["m.json"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    private static Task<int> RunAsync(params string[] words) => Verbs.RunAsync(words, _ => Task.FromResult(0));

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private string Result() => JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "events.json")))!.ToJsonString();
}
