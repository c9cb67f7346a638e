using System.Text.Json.Nodes;
using Ingestion.Sampling;
using Segments.Schema;
using Segments.Tables;
using Web.Rest;

namespace Web.Drafts;

/// <summary>Gives a table columns for fields that its messages have begun to hold.</summary>
internal static class ColumnAdder
{
    /// <summary>Adds a column for each field. Segments that are opened from now on hold it; rows before answer its default.</summary>
    /// <exception cref="Exception">The schema does not take them; says why. Then nothing has changed.</exception>
    public static async Task AddAsync(TableService tables, Table table, IEnumerable<FieldProfile> fields)
    {
        TableDefinition definition = table.Definition;
        DraftDocument document = new(new JsonObject { ["schema"] = definition.SchemaJson.DeepClone(), ["realtime"] = definition.Config.Json.DeepClone() });
        HashSet<string> taken = document.Columns.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (FieldProfile field in fields)
        {
            document.Put(DraftSuggestion.ColumnOf(field, DraftSuggestion.NameFor(field.Path, taken)));
        }

        TableConfig config = TableConfig.Parse(document.Config);
        await tables.UpdateAsync(table, config, SchemaJson.Parse(document.Schema, config.NullVectors), isForced: false);
    }
}
