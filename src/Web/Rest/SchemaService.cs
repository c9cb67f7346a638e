using System.Text.Json.Nodes;
using Ingestion;
using Ingestion.Sources;
using Segments.Schema;
using Segments.Tables;
using Web.Audit;

namespace Web.Rest;

/// <summary>Keeps schemas: those of tables, and those that wait for a table of their name.</summary>
internal sealed class SchemaService(TableCatalog catalog, IngestionEngine engine, Deeds deeds)
{
    /// <summary>The schema of that exact name; null if there is none.</summary>
    public JsonObject? Find(string name) => catalog.TryFindSchema(name, out JsonObject? json) ? json : null;

    /// <summary>Names of all schemas.</summary>
    public IReadOnlyList<string> Names => catalog.SchemaNames;

    /// <summary>What stands against putting a schema in place of the one of its name; null if nothing does.</summary>
    public string? FaultOfChange(SchemaDocument next) =>
        Find(next.Schema.Name) is { } old ? ChangeRules.FaultOf(SchemaJson.Parse(old).Schema, next.Schema) : null;

    /// <summary>Checks a schema against the config of the table of its name, if there is one.</summary>
    /// <exception cref="RestException">They do not go together.</exception>
    public void CheckAgainstTable(SchemaDocument document)
    {
        if (!catalog.TryFind(document.Schema.Name, out Table? table))
        {
            return;
        }

        TableConfig config = table.Definition.Config;
        try
        {
            TableService.Check(config, SchemaJson.Parse(document.Json, config.NullVectors).Schema);
        }
        catch (Exception exception) when (exception is TableConfigException or IngestionException)
        {
            throw RestException.BadRequest(
                $"Invalid schema: {document.Schema.Name}. Reason: Schema is incompatible with tableConfig with name: {config.NameWithType} and type: REALTIME, reason: {exception.Message}");
        }
    }

    /// <summary>Keeps a checked schema. A table of its name has it at once: segments without a new column answer its default, those opened from now on hold its values.</summary>
    public void Put(SchemaDocument document) => deeds.Do(Deed.SchemaChanged, document.Schema.Name, $"schema: {ChangedKeys.Of(Find(document.Schema.Name), document.Json)}", () =>
    {
        if (catalog.TryFind(document.Schema.Name, out Table? table))
        {
            SchemaDocument forTable = SchemaJson.Parse(document.Json, table.Definition.Config.NullVectors);
            catalog.Update(table.Name, old => old with { Schema = forTable.Schema, SchemaJson = forTable.Json });
            engine.RenewEmpty(table.Name);
        }
        else
        {
            catalog.PutSchema(document);
        }
    });

    /// <summary>Forgets a schema.</summary>
    /// <exception cref="RestException">There is none, or a table uses it.</exception>
    public void Delete(string name) => deeds.Do(Deed.SchemaDeleted, name, "", () =>
    {
        if (catalog.TryFind(name, out Table? table) && string.Equals(table.Name, name, StringComparison.Ordinal))
        {
            throw RestException.Conflict($"Cannot delete schema {name}, as it is associated with table {table.Definition.Config.NameWithType}");
        }

        if (!catalog.DeleteSchema(name))
        {
            throw RestException.NotFound($"Schema {name} not found");
        }
    });
}
