using Ingestion.Settings;
using Query;

namespace Web.Hosting;

/// <summary>Every setting of the process, read once at start: appsettings.json, then environment, then command line.</summary>
internal sealed record Settings(ServerOptions Server, StorageOptions Storage, KafkaOptions Kafka, DemoOptions Demo, IngestionOptions Ingestion, QueryLimits Query)
{
    /// <summary>Who may do what.</summary>
    public AccessOptions Access { get; init; } = new();

    /// <summary>Reads and checks all sections.</summary>
    /// <exception cref="SettingsException">Something is wrong; the message lists all of it, each with its key.</exception>
    public static Settings Read(IConfiguration configuration)
    {
        List<string> faults = [];
        Settings settings = new(
            Section<ServerOptions>(configuration, "Server", faults),
            Section<StorageOptions>(configuration, "Storage", faults),
            Section<KafkaOptions>(configuration, "Kafka", faults),
            Section<DemoOptions>(configuration, "Demo", faults),
            Section<IngestionOptions>(configuration, "Ingestion", faults),
            Section<QueryLimits>(configuration, "Query", faults))
        {
            Access = Section<AccessOptions>(configuration, "Access", faults),
        };
        faults.AddRange(
        [
            .. settings.Server.Validate(), .. settings.Storage.Validate(), .. settings.Kafka.Validate(), .. settings.Demo.Validate(),
            .. settings.Ingestion.Validate(), .. settings.Query.Validate(), .. settings.Access.Validate(),
        ]);
        return faults.Count == 0 ? settings : throw new SettingsException(faults);
    }

    private static T Section<T>(IConfiguration configuration, string name, List<string> faults)
        where T : class, new()
    {
        try
        {
            return configuration.GetSection(name).Get<T>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new T();
        }
        catch (InvalidOperationException exception)
        {
            faults.Add($"{name}: {exception.Message}");
            return new T();
        }
    }
}

/// <summary>The settings do not hold together.</summary>
/// <param name="faults">One sentence per fault, naming the key and what to give.</param>
internal sealed class SettingsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults));
