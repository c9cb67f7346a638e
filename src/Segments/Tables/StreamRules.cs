using System.Text.Json.Nodes;
using Segments.Schema;

namespace Segments.Tables;

/// <summary>What a table over several topics cannot do.</summary>
internal static class StreamRules
{
    /// <exception cref="TableConfigException">The config asks for it.</exception>
    public static void Check(TableConfig config)
    {
        if (config.Streams.Count < 2)
        {
            return;
        }

        if (config.Section("upsertConfig").Text("mode") is { Length: > 0 } mode && !mode.Equals("NONE", StringComparison.OrdinalIgnoreCase))
        {
            throw new TableConfigException(
                $"Multiple streams are not supported for upsert tables: keep one entry of 'streamConfigMaps', or remove 'upsertConfig' ({mode}). The rows of a key must all come from one partition.");
        }

        bool isPauseless = config.Section("ingestionConfig")["streamIngestionConfig"] is JsonObject streams && "true".Equals(streams.Text("pauselessConsumptionEnabled"), StringComparison.OrdinalIgnoreCase);
        if (isPauseless)
        {
            throw new TableConfigException("Multiple streams are not supported for pauseless tables: remove 'streamIngestionConfig.pauselessConsumptionEnabled'; here reading never waits for a segment to be written.");
        }
    }
}
