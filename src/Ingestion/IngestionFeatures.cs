using System.Text.Json.Nodes;
using Ingestion.Sources;
using Segments.Tables;

namespace Ingestion;

/// <summary>Refuses configs that ask for what is not built, where ignoring the wish would give wrong rows.</summary>
internal static class IngestionFeatures
{
    /// <exception cref="IngestionException">Names the key.</exception>
    public static void Check(TableConfig config)
    {
        if (config.Section("ingestionConfig")["aggregationConfigs"] is JsonArray { Count: > 0 })
        {
            throw new IngestionException("'ingestionConfig.aggregationConfigs' is set, but roll-up while consuming is not supported yet; remove the key");
        }
    }
}
