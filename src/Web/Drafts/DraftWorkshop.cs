using Ingestion.Preview;
using Ingestion.Sampling;
using Ingestion.Sources;
using Query;
using Query.Results;
using Segments.Schema;
using Segments.Tables;
using Web.Queries;
using Web.Rest;
using Web.Visitors;

namespace Web.Drafts;

/// <summary>What can be done with a draft: check it, see its rows, make the table. Any number of threads.</summary>
internal sealed class DraftWorkshop(TableService tables, QueryLimits limits, TimeProvider clock)
{
    /// <summary>What keeps the draft from becoming a table, as far as can be told without Kafka; null if nothing does.</summary>
    public string? FaultOf(DraftDocument draft)
    {
        try
        {
            (TableConfig config, SchemaDocument schema) = Parse(draft);
            SchemaChecks.Check(schema.Schema);
            TableService.Check(config, schema.Schema);
            TableRules.CheckPlacement(config);
            return tables.Find(config.Name) is null ? null : $"{config.Name} exists already. Choose another name.";
        }
        catch (Exception exception) when (IsFault(exception))
        {
            return Words(exception);
        }
    }

    /// <summary>True if there is a table of the draft's name.</summary>
    public bool IsTaken(DraftDocument draft) => draft.Name.Length > 0 && tables.Find(draft.Name) is not null;

    /// <summary>What some messages hold, read as the draft says.</summary>
    /// <exception cref="IngestionException">The decoder's settings are wrong, or a registry does not answer.</exception>
    public SampleProfile Profile(DraftDocument draft, IReadOnlyList<SampledMessage> messages, CancellationToken cancellation) => SampleDecoding.Profile(draft.StreamTexts, messages, clock, cancellation);

    /// <summary>The rows that the draft's table would have of some messages.</summary>
    /// <exception cref="IngestionException">The draft is wrong, or a registry does not answer.</exception>
    public SampleRows Preview(DraftDocument draft, IReadOnlyList<SampledMessage> messages, CancellationToken cancellation)
    {
        try
        {
            (TableConfig config, SchemaDocument schema) = Parse(draft);
            return SamplePreview.Run(config, schema.Schema, messages, RecordExpressions.Instance, clock, cancellation);
        }
        catch (Exception exception) when (IsFault(exception) && exception is not IngestionException)
        {
            throw new IngestionException(Words(exception), exception);
        }
    }

    /// <summary>Runs SQL over the rows of a preview, under the draft's name.</summary>
    public QueryResult Query(DraftDocument draft, SampleRows rows, string sql, CancellationToken cancellation) =>
        new QueryEngine(name => string.Equals(TableConfig.RawName(name), draft.Name, StringComparison.OrdinalIgnoreCase) ? rows.Rows : null, limits, clock)
            .Execute(new QueryRequest(sql), cancellation);

    /// <summary>Makes the table.</summary>
    /// <returns>Its name.</returns>
    /// <exception cref="IngestionException">It cannot be made; says why.</exception>
    public async Task<string> CreateAsync(DraftDocument draft, CancellationToken cancellation)
    {
        try
        {
            (TableConfig config, SchemaDocument schema) = Parse(draft);
            return (await tables.CreateAsync(config, schema, cancellation)).Name;
        }
        catch (Exception exception) when (IsFault(exception) && exception is not IngestionException)
        {
            throw new IngestionException(Words(exception), exception);
        }
    }

    private static (TableConfig Config, SchemaDocument Schema) Parse(DraftDocument draft)
    {
        TableConfig config = TableConfig.Parse(draft.Config);
        SchemaDocument schema = SchemaJson.Parse(draft.Schema, config.NullVectors);
        return schema.Schema.Name == config.Name
            ? (config, schema)
            : throw new IngestionException($"The table is called '{config.Name}' and its schema '{schema.Schema.Name}'. Give both the same name.");
    }

    // Without the introduction for whoever posted a schema alone.
    private static string Words(Exception exception) => exception is SchemaException schema ? schema.Reason : exception.Message;

    private static bool IsFault(Exception exception) => exception is RestException or RefusedException or TableConfigException or SchemaException or IngestionException;
}
