using System.Text.Json.Nodes;
using Ingestion;
using Segments.Schema;
using Segments.Tables;

namespace Web.Rest;

/// <summary>Keeps schemas: those of tables, and those that wait for a table of their name.</summary>
internal sealed class SchemaService(TableCatalog catalog, IngestionEngine engine)
{
    /// <summary>The schema of that exact name; null if there is none.</summary>
    public JsonObject? Find(string name) => catalog.TryFindSchema(name, out JsonObject? json) ? json : null;

    /// <summary>Names of all schemas.</summary>
    public IReadOnlyList<string> Names => catalog.SchemaNames;

    /// <summary>What stands against putting a schema in place of the one of its name; null if nothing does.</summary>
    public string? FaultOfChange(SchemaDocument next) =>
        Find(next.Schema.Name) is { } old ? TableRules.FaultOfChange(SchemaJson.Parse(old).Schema, next.Schema) : null;

    /// <summary>Keeps a schema. A table of its name takes it for the segments it opens from now on.</summary>
    /// <exception cref="TableConfigException">The table's config does not go with it; nothing is changed.</exception>
    public void Put(SchemaDocument document)
    {
        if (catalog.TryFind(document.Schema.Name, out Table? table))
        {
            SchemaDocument forTable = SchemaJson.Parse(document.Json, table.Definition.Config.NullVectors);
            TableService.Check(table.Definition.Config, forTable.Schema);
            catalog.Update(table.Name, old => old with { Schema = forTable.Schema, SchemaJson = forTable.Json });
        }
        else
        {
            catalog.PutSchema(document);
        }
    }

    /// <summary>Seals what a table's consuming segments hold, so that the next ones have the new columns.</summary>
    /// <exception cref="RestException">There is no such table.</exception>
    public void Reload(string name)
    {
        if (!catalog.TryFind(name, out Table? table))
        {
            throw RestException.NotFound($"Failed to find table {name} to reload");
        }

        engine.ForceCommit(table.Name);
    }

    /// <summary>Forgets a schema.</summary>
    /// <exception cref="RestException">There is none, or a table uses it.</exception>
    public void Delete(string name)
    {
        if (catalog.TryFind(name, out Table? table) && string.Equals(table.Name, name, StringComparison.Ordinal))
        {
            throw RestException.Conflict($"Cannot delete schema {name}, as it is associated with table {table.Definition.Config.NameWithType}");
        }

        if (!catalog.DeleteSchema(name))
        {
            throw RestException.NotFound($"Schema {name} not found");
        }
    }
}
