using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ingestion.SchemaInference;
using Ingestion.Sources;

namespace Web.Commands;

/// <summary><c>AvroSchemaToPinotSchema</c> and <c>JsonToPinotSchema</c>: write a schema file made from what the messages look like.</summary>
internal static class InferSchemaVerbs
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command CreateForAvro()
    {
        Option<string?> schemaFile = new("-avroSchemaFile") { Description = "Avro schema, JSON" };
        Option<string?> dataFile = new("-avroDataFile") { Description = "Avro data file, whose schema is taken" };
        Option<bool> complexType = new("-complexType") { Description = "make columns of the fields of nested records" };
        InferenceArguments arguments = new();
        Command command = new("AvroSchemaToPinotSchema", "Makes a schema from an Avro schema.") { schemaFile, dataFile, complexType };
        arguments.AddTo(command);
        command.SetAction(parsed => Run(parsed, arguments, options =>
        {
            string? schema = parsed.GetValue(schemaFile) is { } path ? Text(path)
                : parsed.GetValue(dataFile) is { } data ? AvroSchemaInference.ReadSchemaOf(data)
                : throw new VerbException("Error: Missing required argument, please specify either -avroSchemaFile, or -avroDataFile");
            return AvroSchemaInference.Infer(schema, options);
        }, parsed.GetValue(complexType)));
        return command;

        static string Text(string path) => Read(path, File.ReadAllText);
    }

    public static Command CreateForJson()
    {
        Option<string> file = new("-jsonFile") { Description = "one JSON message or several, of which the first counts", Required = true };
        InferenceArguments arguments = new();
        Command command = new("JsonToPinotSchema", "Makes a schema from a JSON message.") { file };
        arguments.AddTo(command);
        command.SetAction(parsed => Run(
            parsed, arguments, options => JsonSchemaInference.Infer(Read(parsed.GetRequiredValue(file), File.ReadAllBytes), options), flattensRecords: true));
        return command;
    }

    private static int Run(ParseResult parsed, InferenceArguments arguments, Func<InferenceOptions, JsonObject> infer, bool flattensRecords)
    {
        InferenceOptions options = arguments.Read(parsed, flattensRecords);
        string directory = arguments.OutputDirectory(parsed);
        try
        {
            string path = Path.GetFullPath(Path.Combine(directory, $"{options.SchemaName}.json"));
            File.WriteAllText(path, infer(options).ToJsonString(Indented) + Environment.NewLine);
            Console.WriteLine($"Store Pinot schema to file: {path}");
            return 0;
        }
        catch (Exception exception) when (exception is IngestionException or IOException or UnauthorizedAccessException)
        {
            throw new VerbException(exception.Message);
        }
    }

    private static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new VerbException($"Failed reading {path}: {exception.Message}");
        }
    }
}
