using System.CommandLine;

namespace Web.Commands;

/// <summary><c>StartServer</c>: the server itself. Its flags are names for settings and win over the file and the environment.</summary>
internal static class StartServerVerb
{
    public static Command Create(Func<IReadOnlyDictionary<string, string?>, Task<int>> start)
    {
        (Option<string> Flag, string Key)[] flags =
        [
            (new Option<string>("--kafka") { Description = "Kafka to read from; leaves the demo out", HelpName = "HOST:PORT" }, "Kafka:BootstrapServers"),
            (new Option<string>("--data") { Description = "folder for tables and segments (default ./data)", HelpName = "DIR" }, "Storage:DataDirectory"),
            (new Option<string>("--host") { Description = "address to listen on (default localhost; * for every address)", HelpName = "HOST" }, "Server:Host"),
            (new Option<string>("--port") { Description = "port of the console and the controller routes (default 9000)", HelpName = "PORT" }, "Server:Port"),
            (new Option<string>("--broker-port") { Description = "port of the broker routes (default 8099)", HelpName = "PORT" }, "Server:BrokerPort"),
            (new Option<string>("--demo") { Description = "demo with a Kafka of its own (default: on without --kafka)", HelpName = "on|off" }, "Demo:Mode"),
        ];

        Command command = new("StartServer", "Starts the server: console, REST, ingestion.");
        foreach ((Option<string> flag, _) in flags)
        {
            command.Options.Add(flag);
        }

        command.SetAction(parsed => start(flags
            .Where(flag => parsed.GetResult(flag.Flag) is not null)
            .ToDictionary(flag => flag.Key, flag => parsed.GetValue(flag.Flag), StringComparer.Ordinal)));
        return command;
    }
}
