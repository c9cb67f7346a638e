using System.CommandLine;

namespace Web.Commands;

/// <summary><c>DeleteTable</c> and <c>DeleteSchema</c>. They fail if there is nothing of that name.</summary>
internal static class DeleteVerbs
{
    public static Command CreateDeleteTable() => Create("DeleteTable", "Deletes a table with its rows; its schema stays.", "-tableName", "/tables");

    public static Command CreateDeleteSchema() => Create("DeleteSchema", "Deletes a schema that no table uses.", "-schemaName", "/schemas");

    private static Command Create(string verb, string description, string option, string path)
    {
        Option<string> name = new(option) { Description = "what to delete", Required = true };
        Option<string?> type = new("-type") { Description = "realtime; there is no other", Hidden = verb is "DeleteSchema" };
        Option<string?> retention = new("-retention") { Description = "accepted for scripts; deleted is deleted at once", Hidden = verb is "DeleteSchema" };
        Command command = new(verb, description) { name, type, retention };
        ControllerOptions controller = ControllerOptions.AddTo(command);
        Option<bool> exec = DryRun.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (!DryRun.Announce(parsed, exec, $"{verb} {option} {parsed.GetValue(name)} {controller.Describe(parsed)}"))
            {
                return 0;
            }

            string query = parsed.GetValue(type) is { Length: > 0 } given ? $"?type={Uri.EscapeDataString(given)}" : string.Empty;
            using HttpClient client = controller.Connect(parsed);
            return await VerbRequest.SendAsync(
                client, HttpMethod.Delete, $"{path}/{Uri.EscapeDataString(parsed.GetValue(name)!)}{query}", body: null, string.Empty, cancellation);
        });
        return command;
    }
}
