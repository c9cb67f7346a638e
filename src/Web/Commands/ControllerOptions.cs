using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;

namespace Web.Commands;

/// <summary>The options with which every verb of Pinot's admin tool says which server it talks to, and as whom.</summary>
internal sealed class ControllerOptions
{
    private readonly Option<string> _host;
    private readonly Option<int> _port;
    private readonly Option<string> _protocol;
    private readonly Option<string?> _user = new("-user") { Description = "user name for basic authentication" };
    private readonly Option<string?> _password = new("-password") { Description = "password for basic authentication" };
    private readonly Option<string?> _token = new("-authToken") { Description = "value of the Authorization header; wins over -user" };
    private readonly Option<string?> _database = new("-database") { Description = "value of the Database header" };
    private readonly string _role;

    private ControllerOptions(string role, int port)
    {
        _role = role;
        _host = new Option<string>($"-{role}Host") { Description = $"host of the {role} (default localhost)", DefaultValueFactory = _ => "localhost" };
        _port = new Option<int>($"-{role}Port") { Description = $"port of the {role} (default {port})", DefaultValueFactory = _ => port };
        _protocol = new Option<string>($"-{role}Protocol") { Description = "http or https (default http)", DefaultValueFactory = _ => "http" };
        _protocol.AcceptOnlyFromAmong("http", "https");
    }

    /// <summary>Adds <c>-controllerHost</c> and its kin to a verb.</summary>
    public static ControllerOptions AddTo(Command command) => AddTo(command, "controller", port: 9000);

    /// <summary>Adds <c>-brokerHost</c> and its kin to a verb.</summary>
    public static ControllerOptions AddBrokerTo(Command command) => AddTo(command, "broker", port: 8099);

    /// <summary>The options as Pinot's tool repeats them, without the password.</summary>
    public string Describe(ParseResult parsed) =>
        $"-{_role}Protocol {parsed.GetValue(_protocol)} -{_role}Host {parsed.GetValue(_host)} -{_role}Port {parsed.GetValue(_port)} " +
        $"-database {parsed.GetValue(_database) ?? "null"} -user {parsed.GetValue(_user) ?? "null"} -password [hidden]";

    /// <summary>A client for the server named on the command line.</summary>
    public HttpClient Connect(ParseResult parsed)
    {
        HttpClient client = new()
        {
            BaseAddress = new UriBuilder(parsed.GetValue(_protocol), parsed.GetValue(_host), parsed.GetValue(_port)).Uri,
            Timeout = TimeSpan.FromMinutes(1),
        };
        if (parsed.GetValue(_token) is { Length: > 0 } token)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", token);
        }
        else if (parsed.GetValue(_user) is { Length: > 0 } user)
        {
            string credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{parsed.GetValue(_password)}"));
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        }

        if (parsed.GetValue(_database) is { Length: > 0 } database)
        {
            client.DefaultRequestHeaders.Add("Database", database);
        }

        return client;
    }

    private static ControllerOptions AddTo(Command command, string role, int port)
    {
        ControllerOptions options = new(role, port);
        foreach (Option option in (Option[])[options._host, options._port, options._protocol, options._user, options._password, options._token, options._database])
        {
            command.Options.Add(option);
        }

        return options;
    }
}
