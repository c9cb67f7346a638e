using Microsoft.Extensions.Logging.Console;

namespace Web.Hosting;

/// <summary>What every server starts from: its folder, its settings' sources, its log, its way of stopping.</summary>
internal static class ServerBuilder
{
    // Ctrl+C ends in under two seconds; what is not sealed by then is read again from Kafka.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(1.5);

    public static WebApplicationBuilder Create(IReadOnlyDictionary<string, string?> flags)
    {
        // Settings and static files stand beside the program, wherever it is started from.
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseStaticWebAssets(); // a built program finds its files in their sources; a published one has them beside it
        builder.Configuration.AddInMemoryCollection(flags);
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = StopWithin;
            host.ServicesStopConcurrently = true;
        });
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace); // standard output is for people
        return builder;
    }
}
