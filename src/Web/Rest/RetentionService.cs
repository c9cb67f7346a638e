using Segments.Tables;
using Web.Hosting;

namespace Web.Rest;

/// <summary>Deletes segments past their table's retention, every now and then.</summary>
internal sealed partial class RetentionService(TableCatalog catalog, Settings settings, TimeProvider clock, ILogger<RetentionService> logger) : BackgroundService
{
    /// <summary>Deletes what is past its time in one table.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public void Apply(Table table)
    {
        foreach (string segment in Retention.Apply(table, clock.GetUtcNow()))
        {
            LogDeleted(logger, table.Name, segment);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(settings.Storage.RetentionInterval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                ApplyAll();
            }
        }
        catch (OperationCanceledException)
        {
            // The process is being stopped.
        }
    }

    private void ApplyAll()
    {
        foreach (Table table in catalog.Tables)
        {
            try
            {
                Apply(table);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or KeyNotFoundException)
            {
                LogFailed(logger, table.Name, exception.Message); // a table deleted meanwhile, or a disk that refuses: tried again
            }
        }
    }

    [LoggerMessage(EventId = 20, Level = LogLevel.Information, Message = "{Table}: {Segment} was past its retention and is deleted")]
    private static partial void LogDeleted(ILogger logger, string table, string segment);

    [LoggerMessage(EventId = 21, Level = LogLevel.Warning, Message = "{Table}: retention could not delete everything past its time: {Reason}")]
    private static partial void LogFailed(ILogger logger, string table, string reason);
}
