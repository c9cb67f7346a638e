using System.Text.Json.Nodes;
using Ingestion;
using Segments.Tables;
using Web.Access;
using Web.Audit;
using Web.Visitors;

namespace Web.Rest;

/// <summary><c>/periodictask</c>: runs at once what otherwise happens by itself now and then.</summary>
internal static class PeriodicTaskEndpoints
{
    private const string Validation = "RealtimeSegmentValidationManager";
    private const string RetentionManager = "RetentionManager";

    // Those without work here exist so that Pinot's scripts run.
    private static readonly string[] Names =
    [
        "SegmentRelocator", "PinotTaskManager", "SegmentStatusChecker", "TenantRebalanceChecker", "OfflineSegmentValidationManager",
        "StaleInstancesCleanupTask", "TaskMetricsEmitter", "RebalanceChecker", "RealtimeConsumerMonitor", RetentionManager,
        "BrokerResourceValidationManager", "ResourceUtilizationChecker", "ResponseStoreCleaner", Validation,
    ];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapRead("/periodictask/names", () => RestAnswer.Names(Names));
        app.MapMethods("/periodictask/run", [HttpMethods.Get, HttpMethods.Post], RunAsync).Demand(VisitorRole.Editor); // as a GET, too
    }

    private static async Task<IResult> RunAsync(
        string? taskname, string? tableName, TableService tables, TableCatalog catalog, IngestionEngine engine, RetentionService retention, Deeds deeds)
    {
        if (!Names.Contains(taskname, StringComparer.Ordinal))
        {
            throw RestException.NotFound($"Periodic task '{taskname}' not found. There are {string.Join(", ", Names)}.");
        }

        IReadOnlyList<Table> chosen = string.IsNullOrEmpty(tableName)
            ? catalog.Tables
            : [tables.Find(tableName) ?? throw RestException.NotFound($"Table '{tableName}' not found")];
        await deeds.DoAsync(Deed.TaskRun, string.IsNullOrEmpty(tableName) ? null : chosen[0].Name, taskname!, async () =>
        {
            foreach (Table table in chosen)
            {
                switch (taskname)
                {
                    case Validation when engine.Status(table.Name) is not null:
                        await engine.DiscoverAsync(table.Name);
                        break;
                    case RetentionManager:
                        retention.Apply(table);
                        break;
                    default:
                        break;
                }
            }
        });

        return RestAnswer.Json(new JsonObject { ["taskId"] = $"api-{Guid.NewGuid().ToString("N")[..8]}", ["isSuccessful"] = true });
    }
}
