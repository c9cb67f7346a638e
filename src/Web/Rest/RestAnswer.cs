using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Web.Rest;

/// <summary>Answers in the shapes of Pinot's controller.</summary>
internal static class RestAnswer
{
    // Text stays readable: only what JSON itself demands is escaped. No answer is ever put into HTML.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Pretty = new(Readable) { WriteIndented = true };

    public static IResult Json(JsonNode? json, int status = StatusCodes.Status200OK) =>
        Results.Text(json?.ToJsonString(Readable) ?? "null", "application/json", statusCode: status);

    /// <summary>Schemas are pretty-printed, as people read them in a terminal.</summary>
    public static IResult PrettyJson(JsonNode json) => Results.Text(json.ToJsonString(Pretty), "application/json");

    public static IResult Names(IEnumerable<string> names) => Json(List(names));

    /// <summary>The answer of a call that changed something.</summary>
    public static IResult Status(string status) => Json(new JsonObject { ["status"] = status });

    /// <summary>The answer of a call that wrote a document.</summary>
    public static IResult Status(string status, IEnumerable<KeyValuePair<string, JsonNode?>> unrecognized) =>
        Json(new JsonObject { ["unrecognizedProperties"] = Object(unrecognized), ["status"] = status });

    public static IResult Error(int status, string message) =>
        Json(new JsonObject { ["code"] = status, ["error"] = message }, status);

    public static JsonArray List(IEnumerable<string> names) => [.. names.Select(name => (JsonNode?)name)];

    public static JsonObject Object(IEnumerable<KeyValuePair<string, JsonNode?>> members)
    {
        JsonObject json = [];
        foreach ((string key, JsonNode? value) in members)
        {
            json[key] = value?.DeepClone();
        }

        return json;
    }
}
