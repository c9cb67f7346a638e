using Ingestion.Records;
using Segments.Schema;
using Web.Queries;

namespace Web.Rest;

/// <summary>What must hold for the expressions in a schema.</summary>
internal static class SchemaChecks
{
    /// <summary>Checks that every column's expression can be computed, and from something else than the column.</summary>
    /// <exception cref="SchemaException">Names the column and its expression.</exception>
    public static void Check(TableSchema schema)
    {
        foreach (ColumnSchema column in schema.Columns.Where(column => column.Transform is not null))
        {
            string what = $"Exception in getting arguments for transform function '{column.Transform}' for column '{column.Name}'";
            try
            {
                if (RecordExpressions.Instance.Compile(column.Transform!).Inputs.Contains(column.Name, StringComparer.Ordinal))
                {
                    throw SchemaException.Invalid(schema.Name, $"{what}: its arguments cannot contain the column itself");
                }
            }
            catch (RecordExpressionException exception)
            {
                throw SchemaException.Invalid(schema.Name, $"{what}: {exception.Message}");
            }
        }
    }
}
