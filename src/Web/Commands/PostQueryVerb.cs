using System.CommandLine;
using System.Text.Json.Nodes;

namespace Web.Commands;

/// <summary><c>PostQuery</c>: runs one statement and prints the answer as it comes.</summary>
internal static class PostQueryVerb
{
    public static Command Create()
    {
        Option<string> query = new("-query") { Description = "the statement", Required = true };
        Option<string[]> settings = new("-o") { Description = "query option, name=value; may be repeated", DefaultValueFactory = _ => [] };
        Command command = new("PostQuery", "Runs a query.") { query, settings };
        ControllerOptions broker = ControllerOptions.AddBrokerTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            JsonObject body = new() { ["sql"] = parsed.GetValue(query) };
            if (parsed.GetValue(settings) is { Length: > 0 } given)
            {
                body["queryOptions"] = string.Join(';', given);
            }

            using HttpClient client = broker.Connect(parsed);
            return await VerbRequest.SendAsync(client, HttpMethod.Post, "/query/sql", body, "Result: ", cancellation);
        });
        return command;
    }
}
