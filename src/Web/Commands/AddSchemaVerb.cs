using System.CommandLine;
using System.Text.Json.Nodes;

namespace Web.Commands;

/// <summary><c>AddSchema</c>: posts a schema on its own.</summary>
internal static class AddSchemaVerb
{
    public static Command Create()
    {
        Option<string?> schema = new("-schemaFile") { Description = "file with the schema" };
        Option<bool> replace = new("-override") { Description = "take the place of a schema of that name" };
        Option<bool> force = new("-force") { Description = "also if columns go or change their type" };
        Command command = new("AddSchema", "Adds a schema.") { schema, replace, force };
        ControllerOptions controller = ControllerOptions.AddTo(command);
        Option<bool> exec = DryRun.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string flags = $"override={Word(replace)}&force={Word(force)}";
            string described = $"AddSchema -schemaFile {parsed.GetValue(schema) ?? "null"} -override {Word(replace)} -force {Word(force)} {controller.Describe(parsed)}";
            if (!DryRun.Announce(parsed, exec, described))
            {
                return 0;
            }

            JsonObject body = VerbRequest.ReadFile("schema", parsed.GetValue(schema), "-schemaFile");
            using HttpClient client = controller.Connect(parsed);
            return await VerbRequest.SendAsync(client, HttpMethod.Post, $"/schemas?{flags}", body, string.Empty, cancellation);

            string Word(Option<bool> option) => parsed.GetValue(option) ? "true" : "false";
        });
        return command;
    }
}
