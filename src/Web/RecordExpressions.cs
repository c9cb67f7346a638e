using Ingestion.Records;

namespace Web;

/// <summary>Lends SQL's scalar functions to ingestion, which knows nothing of SQL.</summary>
internal sealed class RecordExpressions : IRecordExpressions
{
    private RecordExpressions()
    {
    }

    /// <summary>The one there is.</summary>
    public static RecordExpressions Instance { get; } = new();

    public IRecordExpression Compile(string text) => throw new RecordExpressionException("functions of transforms and filters are not supported yet");
}
