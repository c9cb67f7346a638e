using Ingestion.Records;
using Ingestion.Sources;
using Segments.Schema;

namespace Ingestion.Transforms;

/// <summary>The expressions of a table config, compiled, checked and in the order in which they are computed.</summary>
/// <param name="EarlyEnrichments">Before nested messages are made flat.</param>
/// <param name="Enrichments">After it.</param>
/// <param name="Transforms">After those; each behind the transforms it reads.</param>
/// <param name="Filter">Last; null if there is none.</param>
internal sealed record FunctionPlan(
    IReadOnlyList<CompiledField> EarlyEnrichments, IReadOnlyList<CompiledField> Enrichments, IReadOnlyList<CompiledField> Transforms, CompiledField? Filter)
{
    /// <summary>What faults call the filter.</summary>
    public const string FilterName = "filterConfig.filterFunction";

    /// <summary>Every field that is read or computed.</summary>
    public IEnumerable<string> Names() =>
        EarlyEnrichments.Concat(Enrichments).Concat(Transforms).SelectMany(function => function.Expression.Inputs.Append(function.Field)).Concat(Filter?.Expression.Inputs ?? []);

    /// <exception cref="IngestionException">An expression cannot be used; names the key and the function.</exception>
    public static FunctionPlan Compile(RecordSettings settings, TableSchema schema, IRecordExpressions expressions)
    {
        // The older place of a transform is the schema; the table's config goes before it.
        IEnumerable<FieldExpression> ofSchema = schema.Columns.Where(column => column.Transform is not null && !settings.Transforms.Any(transform => transform.Field == column.Name))
            .Select(column => new FieldExpression(column.Name, column.Transform!));
        List<CompiledField> transforms = [.. settings.Transforms.Concat(ofSchema).Select(transform => Compiled(transform, "transformConfigs", expressions))];
        CompiledField? filter = settings.Filter is { } text ? Compiled(new FieldExpression(FilterName, text), "filterConfig", expressions) : null;
        foreach (CompiledField transform in transforms)
        {
            if (transform.Expression.Inputs.Contains(transform.Field, StringComparer.Ordinal))
            {
                throw new IngestionException(
                    $"Arguments of a transform function '{transform.Text}' cannot contain the destination column '{transform.Field}': a transform fills a column only where the message has no value for it; let the message use another name");
            }

            if (!IsColumn(schema, transform.Field) && !IsRead(transform.Field, transforms, filter) && !settings.Aggregated.Values.Contains(transform.Field, StringComparer.Ordinal))
            {
                throw new IngestionException($"The destination column '{transform.Field}' of the transform function must be present in the schema or as a source column for aggregations or other transforms");
            }
        }

        return new FunctionPlan(
            [.. settings.EarlyEnrichments.Select(field => Compiled(field, "enrichmentConfigs", expressions))],
            [.. settings.Enrichments.Select(field => Compiled(field, "enrichmentConfigs", expressions))],
            Ordered(transforms),
            filter);
    }

    private static bool IsColumn(TableSchema schema, string name) => schema.Columns.Any(column => column.Name == name);

    private static bool IsRead(string name, List<CompiledField> transforms, CompiledField? filter) =>
        transforms.Append(filter).Any(function => function?.Expression.Inputs.Contains(name, StringComparer.Ordinal) == true);

    private static CompiledField Compiled(FieldExpression field, string key, IRecordExpressions expressions)
    {
        if (field.Text.TrimStart().StartsWith("Groovy", StringComparison.OrdinalIgnoreCase))
        {
            throw new IngestionException(
                $"Groovy transform functions are disabled for table config. Found '{field.Text}' in 'ingestionConfig.{key}': Groovy is not supported; write it with scalar functions, such as concat, jsonPathString, fromDateTime, round or CASE WHEN");
        }

        try
        {
            return new CompiledField(field.Field, field.Text, expressions.Compile(field.Text));
        }
        catch (RecordExpressionException exception)
        {
            string what = field.Field == FilterName ? $"Invalid filter function '{field.Text}'" : $"Invalid transform function '{field.Text}' for column '{field.Field}'";
            throw new IngestionException($"{what} in 'ingestionConfig.{key}', exception: {exception.Message}", exception);
        }
    }

    // Each behind those whose fields it reads.
    private static List<CompiledField> Ordered(List<CompiledField> transforms)
    {
        List<CompiledField> ordered = [];
        Dictionary<string, CompiledField> open = transforms.ToDictionary(transform => transform.Field, StringComparer.Ordinal);
        while (open.Count > 0)
        {
            CompiledField? next = transforms.FirstOrDefault(transform => open.ContainsKey(transform.Field) && !transform.Expression.Inputs.Any(open.ContainsKey));
            if (next is null)
            {
                throw new IngestionException($"Expression cycle found for column '{open.Keys.Order(StringComparer.Ordinal).First()}' in Ingestion Transform Function definitions.");
            }

            ordered.Add(next);
            open.Remove(next.Field);
        }

        return ordered;
    }
}

/// <summary>A compiled expression and the field it computes.</summary>
internal sealed record CompiledField(string Field, string Text, IRecordExpression Expression)
{
    /// <summary>Bound to the ordinals of records.</summary>
    public FieldFunction Bind(RecordFields fields) => new(Field, Text, Expression, fields);
}
