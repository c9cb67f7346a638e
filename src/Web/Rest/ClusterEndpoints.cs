using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Segments.Tables;
using Web.Hosting;
using Web.Visitors;

namespace Web.Rest;

/// <summary>What Pinot's tools ask of a cluster, answered by a cluster of one.</summary>
internal static class ClusterEndpoints
{
    private const string Tenant = "DefaultTenant";

    /// <summary>The release of Pinot whose answers ours are shaped after; some clients choose features by it.</summary>
    private const string PinotVersion = "1.5.1";

    private static readonly string[] PinotComponents = ["pinot-controller", "pinot-broker", "pinot-server", "pinot-segment-uploader-default", "pinot-kafka-3.0", "pinot-json"];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapRead("/health", () => Results.Text("OK")).On(Listener.Both).AllowAnonymous();
        app.MapRead("/uptime", (TimeProvider clock) => Results.Text(Number((long)(clock.GetUtcNow() - StartedAt()).TotalSeconds), "application/json")).On(Listener.Both);
        app.MapRead("/start-time", () => Results.Text(Number(StartedAt().ToUnixTimeMilliseconds()), "application/json")).On(Listener.Both);
        app.MapRead("/pinot-controller/admin", () => Results.Text("GOOD")).AllowAnonymous();
        app.MapRead("/version", Version);
        app.MapRead("/auth/info", (Settings settings) => RestAnswer.Json(new JsonObject { ["workflow"] = settings.Access.Kind is AccessMode.Token ? "BASIC" : "NONE" })).AllowAnonymous();
        app.MapRead("/auth/verify", Verify).AllowAnonymous();
        app.MapRead("/auth/verify/v2", Verify).AllowAnonymous();
        app.MapRead("/cluster/info", () => RestAnswer.Json(new JsonObject { ["clusterName"] = "Millrace" }));
        app.MapRead("/cluster/configs", () => RestAnswer.Json(new JsonObject { ["allowParticipantAutoJoin"] = "true", ["enable.case.insensitive"] = "true" }));
        app.MapRead("/instances", ListInstances);
        app.MapRead("/liveinstances", ListInstances);
        app.MapRead("/instances/{name}", DescribeInstance);
        app.MapRead("/tenants", () => RestAnswer.Json(new JsonObject { ["SERVER_TENANTS"] = RestAnswer.List([Tenant]), ["BROKER_TENANTS"] = RestAnswer.List([Tenant]) }));
        app.MapRead("/tenants/{name}", DescribeTenant);
        app.MapRead("/tenants/{name}/metadata", TenantMetadata);
        app.MapRead("/tenants/{name}/tables", (string name, TableCatalog catalog) => RestAnswer.Json(new JsonObject
        {
            ["tables"] = RestAnswer.List(name is Tenant ? catalog.Tables.Select(table => table.Definition.Config.NameWithType) : []),
        }));
        MapEmpty(app);
    }

    // Pinot's console asks for these; there is nothing of the kind here.
    private static void MapEmpty(IEndpointRouteBuilder app)
    {
        app.MapRead("/logicalTables", () => RestAnswer.Names([]));
        app.MapRead("/databases", () => RestAnswer.Names(["default"]));
        app.MapRead("/users", () => RestAnswer.Json(new JsonObject { ["users"] = new JsonObject() }));
        app.MapRead("/tasks/tasktypes", () => RestAnswer.Names([]));
        app.MapRead("/applicationQuotas", () => RestAnswer.Json(new JsonObject()));
        app.MapRead("/invalidconfigs", () => RestAnswer.Json(new JsonObject()));
    }

    // What a client asks to try its credentials.
    private static IResult Verify(HttpContext context) => RestAnswer.Json(context.User.Identity?.IsAuthenticated is true);

    private static IResult Version()
    {
        JsonObject versions = new() { ["millrace"] = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0" };
        foreach (string component in PinotComponents)
        {
            versions[component] = PinotVersion;
        }

        return RestAnswer.Json(versions);
    }

    private static IResult ListInstances(Settings settings) => RestAnswer.Json(new JsonObject
    {
        ["instances"] = RestAnswer.List([Instances.Broker(settings.Server), Instances.Controller(settings.Server), Instances.Server(settings.Server)]),
    });

    private static IResult DescribeInstance(string name, Settings settings)
    {
        string? role = new[] { Instances.Broker(settings.Server), Instances.Controller(settings.Server), Instances.Server(settings.Server) }
            .FirstOrDefault(known => string.Equals(known, name, StringComparison.Ordinal))?.Split('_')[0];
        JsonArray tags = role switch
        {
            "Broker" => [$"{Tenant}_BROKER"],
            "Controller" => ["controller"],
            "Server" => [$"{Tenant}_OFFLINE", $"{Tenant}_REALTIME"],
            _ => throw RestException.NotFound($"Instance {name} not found"),
        };
        return RestAnswer.Json(new JsonObject
        {
            ["instanceName"] = name,
            ["hostName"] = Instances.Host(settings.Server),
            ["enabled"] = true,
            ["port"] = name[(name.LastIndexOf('_') + 1)..],
            ["tags"] = tags,
            ["pools"] = null,
            ["grpcPort"] = -1,
            ["adminPort"] = -1,
            ["queryServicePort"] = -1,
            ["queryMailboxPort"] = -1,
            ["shutdownInProgress"] = false,
            ["systemResourceInfo"] = null,
        });
    }

    private static IResult DescribeTenant(string name, Settings settings, string? type)
    {
        RequireTenant(name);
        JsonObject answer = [];
        if (type?.Equals("broker", StringComparison.OrdinalIgnoreCase) is not true)
        {
            answer["ServerInstances"] = RestAnswer.List([Instances.Server(settings.Server)]);
        }

        if (type?.Equals("server", StringComparison.OrdinalIgnoreCase) is not true)
        {
            answer["BrokerInstances"] = RestAnswer.List([Instances.Broker(settings.Server)]);
        }

        answer["tenantName"] = name;
        return RestAnswer.Json(answer);
    }

    private static IResult TenantMetadata(string name, Settings settings)
    {
        RequireTenant(name);
        return RestAnswer.Json(new JsonObject
        {
            ["ServerInstances"] = RestAnswer.List([Instances.Server(settings.Server)]),
            ["OfflineServerInstances"] = null,
            ["RealtimeServerInstances"] = null,
            ["BrokerInstances"] = RestAnswer.List([Instances.Broker(settings.Server)]),
            ["tenantName"] = name,
        });
    }

    private static void RequireTenant(string name)
    {
        if (name is not Tenant)
        {
            throw RestException.NotFound($"Failed to find any instances for broker and server tenants: {name}");
        }
    }

    private static DateTimeOffset StartedAt() => new(System.Diagnostics.Process.GetCurrentProcess().StartTime.ToUniversalTime());

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
