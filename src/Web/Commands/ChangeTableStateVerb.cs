using System.CommandLine;

namespace Web.Commands;

/// <summary><c>ChangeTableState</c>: enables or disables a table.</summary>
internal static class ChangeTableStateVerb
{
    public static Command Create()
    {
        Option<string> name = new("-tableName") { Description = "the table", Required = true };
        Option<string> state = new("-state") { Description = "enable or disable", Required = true };
        state.AcceptOnlyFromAmong("enable", "disable");
        Command command = new("ChangeTableState", "Enables a table, or disables it: it is neither read nor queried then.") { name, state };
        ControllerOptions controller = ControllerOptions.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using HttpClient client = controller.Connect(parsed);
            return await VerbRequest.SendAsync(
                client,
                HttpMethod.Put,
                $"/tables/{Uri.EscapeDataString(parsed.GetValue(name)!)}/state?type=realtime&state={parsed.GetValue(state)}",
                body: null,
                string.Empty,
                cancellation);
        });
        return command;
    }
}
