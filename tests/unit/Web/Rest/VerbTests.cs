using System.Text.Json.Nodes;
using Web.Commands;

namespace UnitTests.Web.Rest;

/// <summary>The verbs against the routes they speak to.</summary>
public sealed class VerbTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("verbs-").FullName;
    private RestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RestServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task AddTable_creates_with_exec_and_updates_with_update()
    {
        Assert.Equal(0, await RunAsync(Arguments("-exec")));
        Assert.Equal(["events"], _server.Catalog.Tables.Select(table => table.Name));
        Assert.Equal(1, await RunAsync(Arguments("-exec")));
        Assert.Equal(0, await RunAsync(Arguments("-exec", "-update")));
    }

    [Fact]
    public async Task AddTable_changes_nothing_without_exec()
    {
        Assert.Equal(0, await RunAsync(Arguments()));

        Assert.Empty(_server.Catalog.Tables);
    }

    [Fact]
    public async Task AddTable_fails_if_the_server_refuses_or_is_not_there_or_a_file_is_missing()
    {
        Assert.Equal(1, await RunAsync(Arguments("-exec", "-controllerPort", "1")));
        Assert.Equal(1, await RunAsync(["AddTable", "-exec", "-schemaFile", "/nowhere.json", "-tableConfigFile", Write("table.json", _server.Config())]));
        Assert.Equal(1, await RunAsync(["AddTable", "-nope"]));
        JsonObject config = JsonNode.Parse(_server.Config())!.AsObject();
        config["segmentsConfig"]!["timeColumnName"] = "nosuch";
        File.WriteAllText(Path.Combine(_folder, "bad.json"), config.ToJsonString());
        Assert.Equal(1, await RunAsync(["AddTable", "-exec", "-schemaFile", Path.Combine(_folder, "schema.json"), "-tableConfigFile", Path.Combine(_folder, "bad.json"), .. Where()]));
        Assert.Empty(_server.Catalog.Tables);
    }

    [Fact]
    public async Task Schemas_and_tables_are_added_and_deleted_by_name()
    {
        string schema = Write("schema.json", RestServer.Schema);
        Assert.Equal(0, await RunAsync(["AddSchema", "-schemaFile", schema, "-exec", .. Where()]));
        Assert.Equal(1, await RunAsync(["AddSchema", "-schemaFile", schema, "-exec", .. Where()]));
        Assert.Equal(0, await RunAsync(Arguments("-exec")));
        Assert.Equal(1, await RunAsync(["DeleteSchema", "-schemaName", "events", "-exec", .. Where()]));
        Assert.Equal(0, await RunAsync(["ChangeTableState", "-tableName", "events", "-state", "disable", .. Where()]));
        Assert.True(_server.Catalog.Tables[0].Definition.IsDisabled);
        Assert.Equal(0, await RunAsync(["DeleteTable", "-tableName", "events", "-type", "realtime", "-exec", .. Where()]));
        Assert.Equal(1, await RunAsync(["DeleteTable", "-tableName", "events", "-exec", .. Where()]));
        Assert.Equal(0, await RunAsync(["DeleteSchema", "-schemaName", "events", "-exec", .. Where()]));
    }

    private static Task<int> RunAsync(string[] args) => Verbs.RunAsync(args, _ => Task.FromResult(2));

    private string[] Arguments(params string[] more) =>
    [
        "AddTable", "-schemaFile", Write("schema.json", RestServer.Schema), "-tableConfigFile", Write("table.json", _server.Config()), .. Where(more), .. more,
    ];

    private string[] Where(params string[] more) =>
        more.Contains("-controllerPort", StringComparer.Ordinal) ? ["-controllerHost", "127.0.0.1"] : ["-controllerHost", "127.0.0.1", "-controllerPort", _server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)];

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
