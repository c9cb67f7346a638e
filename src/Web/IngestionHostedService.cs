using Ingestion;
using Segments.Tables;
using Web.Queries;

namespace Web;

/// <summary>Ties ingestion to the life of the process: every table is read from start to stop.</summary>
internal sealed partial class IngestionHostedService(
    TableCatalog catalog, IngestionEngine engine, DemoTable demo, RunningQueries queries, ILogger<IngestionHostedService> logger)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        demo.Clear();
        foreach (DamagedFile file in catalog.Damaged.Concat(catalog.Tables.SelectMany(table => table.Damaged)))
        {
            LogDamaged(logger, file.Path, file.Reason);
        }

        foreach (Table table in catalog.Tables)
        {
            engine.StartOrRetry(table); // one that cannot be read from Kafka still answers queries from what it holds
        }

        await demo.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        queries.CancelAll();
        await engine.DisposeAsync();
        await demo.DisposeAsync();
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Path} was refused: {Reason}")]
    private static partial void LogDamaged(ILogger logger, string path, string reason);
}
