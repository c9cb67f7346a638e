using System.CommandLine;
using Ingestion.SchemaInference;

namespace Web.Commands;

/// <summary>The options that both schema-making verbs share, spelled as Pinot's.</summary>
internal sealed class InferenceArguments
{
    private readonly Option<string> _output = new("-outputDir") { Description = "folder for the file NAME.json; it must exist", Required = true };
    private readonly Option<string> _name = new("-pinotSchemaName") { Description = "name of the schema and of its file", Required = true };
    private readonly Option<string?> _dimensions = new("-dimensions") { Description = "comma list of dimensions" };
    private readonly Option<string?> _metrics = new("-metrics") { Description = "comma list of metrics" };
    private readonly Option<string?> _time = new("-timeColumnName") { Description = "time column" };
    private readonly Option<string> _unit = new("-timeUnit") { Description = "what the time column counts since 1970 (default DAYS)", DefaultValueFactory = _ => "DAYS" };
    private readonly Option<string?> _unnest = new("-fieldsToUnnest") { Description = "comma list of lists whose entries become rows" };
    private readonly Option<string> _delimiter = new("-delimiter") { Description = "between names of nested fields (default .)", DefaultValueFactory = _ => "." };
    private readonly Option<string> _collections = new("-collectionNotUnnestedToJson") { Description = "lists that become JSON text: NONE, NON_PRIMITIVE (default) or ALL", DefaultValueFactory = _ => "NON_PRIMITIVE" };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_output, _name, _dimensions, _metrics, _time, _unit, _unnest, _delimiter, _collections])
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="VerbException">A value is missing or unknown.</exception>
    public InferenceOptions Read(ParseResult parsed, bool flattensRecords)
    {
        if (parsed.GetValue(_dimensions) is null && parsed.GetValue(_metrics) is null && parsed.GetValue(_time) is null)
        {
            throw new VerbException("Error: Missing required argument, please specify at least one of -dimensions, -metrics, -timeColumnName");
        }

        string name = parsed.GetRequiredValue(_name);
        if (name.Length == 0 || name.AsSpan().ContainsAny(Path.GetInvalidFileNameChars()))
        {
            throw new VerbException($"-pinotSchemaName '{name}' can name no schema and no file");
        }

        return new InferenceOptions
        {
            SchemaName = name,
            Metrics = List(parsed.GetValue(_metrics)),
            TimeColumns = List(parsed.GetValue(_time)),
            TimeUnit = OneOf(_unit, parsed, InferenceOptions.TimeUnits),
            FieldsToUnnest = List(parsed.GetValue(_unnest)),
            Delimiter = parsed.GetRequiredValue(_delimiter),
            CollectionToJson = OneOf(_collections, parsed, ["NONE", "NON_PRIMITIVE", "ALL"]) switch
            {
                "NONE" => CollectionToJson.None,
                "ALL" => CollectionToJson.All,
                _ => CollectionToJson.NonPrimitive,
            },
            FlattensRecords = flattensRecords,
        };
    }

    /// <exception cref="VerbException">The folder is not there.</exception>
    public string OutputDirectory(ParseResult parsed)
    {
        string directory = parsed.GetRequiredValue(_output);
        return Directory.Exists(directory) ? directory : throw new VerbException($"ERROR: Output directory: {directory} does not exist or is not a directory");
    }

    private static string[] List(string? text) => text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string OneOf(Option<string> option, ParseResult parsed, IReadOnlyList<string> known)
    {
        string value = parsed.GetRequiredValue(option).Trim().ToUpperInvariant();
        return known.Contains(value, StringComparer.Ordinal) ? value : throw new VerbException($"{option.Name} '{value}' is unknown; write one of {string.Join(", ", known)}");
    }
}
