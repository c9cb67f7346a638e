using System.CommandLine;
using System.Text.Json.Nodes;
using Segments.Tables;

namespace Web.Commands;

/// <summary><c>AddTable</c>: creates a table and its schema from two files, or changes them with <c>-update</c>.</summary>
internal static class AddTableVerb
{
    public static Command Create()
    {
        Option<string?> config = new("-tableConfigFile", "-tableConf", "-tableConfig", "-filePath") { Description = "file with the table config" };
        Option<string?> realtime = new("-realtimeTableConfigFile") { Description = "the same; both names are Pinot's" };
        Option<string?> offline = new("-offlineTableConfigFile") { Description = "not supported: tables are fed from Kafka" };
        Option<string?> schema = new("-schemaFile", "-schemaFileName", "-schema") { Description = "file with the schema" };
        Option<bool> update = new("-update") { Description = "change a table that exists" };
        Command command = new("AddTable", "Creates a table from a table config and a schema.") { config, realtime, offline, schema, update };
        ControllerOptions controller = ControllerOptions.AddTo(command);
        Option<bool> exec = DryRun.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string described = $"AddTable -tableConfigFile {Shown(config)} -offlineTableConfigFile {Shown(offline)} -realtimeTableConfigFile {Shown(realtime)} " +
                $"-schemaFile {Shown(schema)}{(parsed.GetValue(update) ? " -update" : string.Empty)} {controller.Describe(parsed)}";
            if (!DryRun.Announce(parsed, exec, described))
            {
                return 0;
            }

            if (parsed.GetValue(offline) is { Length: > 0 })
            {
                throw new VerbException("-offlineTableConfigFile is not supported: tables are fed from Kafka; use -tableConfigFile");
            }

            JsonObject body = Body(
                VerbRequest.ReadFile("table config", parsed.GetValue(config) ?? parsed.GetValue(realtime), "-tableConfigFile"),
                VerbRequest.ReadFile("schema", parsed.GetValue(schema), "-schemaFile"));
            string name = body["tableName"]!.GetValue<string>();
            using HttpClient client = controller.Connect(parsed);
            return parsed.GetValue(update)
                ? await VerbRequest.SendAsync(client, HttpMethod.Put, $"/tableConfigs/{Uri.EscapeDataString(name)}", body, string.Empty, cancellation)
                : await VerbRequest.SendAsync(client, HttpMethod.Post, "/tableConfigs", body, string.Empty, cancellation);

            string Shown(Option<string?> option) => parsed.GetValue(option) ?? "null";
        });
        return command;
    }

    // The files go out as they are: the server checks them and says what is wrong.
    private static JsonObject Body(JsonObject config, JsonObject schema) => new()
    {
        ["tableName"] = TableConfig.RawName(config["tableName"]?.ToString() ?? throw new VerbException("the table config has no 'tableName'")),
        ["schema"] = schema,
        ["realtime"] = config,
    };
}
