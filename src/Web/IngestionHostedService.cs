using Ingestion;
using Ingestion.Sources;
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
            Start(table);
        }

        await demo.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        queries.CancelAll();
        await engine.DisposeAsync();
        await demo.DisposeAsync();
    }

    // A table that cannot be read from Kafka still answers queries from what it holds.
    private void Start(Table table)
    {
        try
        {
            engine.Start(table);
        }
        catch (IngestionException exception)
        {
            LogNotIngested(logger, table.Name, exception.Message);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Path} was refused: {Reason}")]
    private static partial void LogDamaged(ILogger logger, string path, string reason);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "table {Table} is not read from Kafka: {Reason}")]
    private static partial void LogNotIngested(ILogger logger, string table, string reason);
}
