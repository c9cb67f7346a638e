using System.Text.Json;
using System.Text.Json.Nodes;
using Ingestion.Sources;
using Segments.Schema;

namespace Ingestion.SchemaInference;

/// <summary>Makes a Pinot schema from a JSON message.</summary>
public static class JsonSchemaInference
{
    /// <summary>Infers a schema from the first object of a text.</summary>
    /// <param name="json">One JSON object or several in a row.</param>
    /// <param name="options">What fields become.</param>
    /// <returns>The schema, ready to be posted.</returns>
    /// <exception cref="IngestionException">The text does not begin with an object, or a field cannot be what the options say.</exception>
    public static JsonObject Infer(ReadOnlySpan<byte> json, InferenceOptions options)
    {
        InferredSchema schema = new(options);
        foreach ((string name, JsonNode? value) in FirstObject(json))
        {
            Add(schema, options, name, value);
        }

        return schema.ToJson();
    }

    private static JsonObject FirstObject(ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> mark = [0xef, 0xbb, 0xbf];
        ReadOnlySpan<byte> text = json.StartsWith(mark) ? json[3..] : json;
        try
        {
            Utf8JsonReader reader = new(text, new JsonReaderOptions { AllowMultipleValues = true });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new IngestionException("the JSON data shall be an object: the file must begin with a message such as {\"name\": \"value\"}");
            }

            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            return JsonNode.Parse(text[start..(int)reader.BytesConsumed], documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!.AsObject();
        }
        catch (JsonException exception)
        {
            throw new IngestionException($"the file is no JSON: {exception.Message}", exception);
        }
    }

    private static void Add(InferredSchema schema, InferenceOptions options, string path, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject fields:
                foreach ((string name, JsonNode? field) in fields)
                {
                    Add(schema, options, $"{path}{options.Delimiter}{name}", field);
                }

                break;
            case JsonArray { Count: > 0 } list:
                AddList(schema, options, path, list[0]);
                break;
            case JsonValue scalar:
                schema.Add(path, TypeOf(scalar));
                break;
        }
    }

    private static void AddList(InferredSchema schema, InferenceOptions options, string path, JsonNode? first)
    {
        bool isScalar = first is null or JsonValue;
        if (options.FieldsToUnnest.Contains(path, StringComparer.Ordinal))
        {
            Add(schema, options, path, first);
        }
        else if (options.CollectionToJson == CollectionToJson.All || (options.CollectionToJson == CollectionToJson.NonPrimitive && !isScalar))
        {
            schema.Add(path, DataType.String);
        }
        else if (options.CollectionToJson == CollectionToJson.NonPrimitive)
        {
            schema.Add(path, first is JsonValue scalar ? TypeOf(scalar) : DataType.String, isMultiValue: true);
        }
    }

    private static DataType TypeOf(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.True or JsonValueKind.False => DataType.Boolean,
        JsonValueKind.Number when value.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E') => DataType.Double,
        JsonValueKind.Number when value.TryGetValue<int>(out _) => DataType.Int,
        JsonValueKind.Number when value.TryGetValue<long>(out _) => DataType.Long,
        _ => DataType.String,
    };
}
