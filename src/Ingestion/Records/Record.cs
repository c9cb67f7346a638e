namespace Ingestion.Records;

/// <summary>One message, or one element of it after unnesting, before it becomes a row: a value per field, after Pinot's conventions of a generic row.</summary>
/// <remarks>
/// Values are null, bool, int, long, float, double, <see cref="System.Numerics.BigInteger"/>, <see cref="DecimalValue"/>, <see cref="TimestampValue"/>,
/// string, byte[], <c>List&lt;object?&gt;</c> for arrays, and <c>Dictionary&lt;string, object?&gt;</c> for maps and records.
/// </remarks>
internal sealed class Record(RecordFields fields)
{
    /// <summary>What the ordinals mean.</summary>
    public RecordFields Fields { get; } = fields;

    /// <summary>Values by ordinal; null where the message has none.</summary>
    public object?[] Values { get; } = new object?[fields.Count];

    /// <summary>Fields of the message that are none of <see cref="Fields"/>; null, as nearly always, if nobody wants them.</summary>
    public Dictionary<string, object?>? Others { get; init; }

    /// <summary>Makes every value null.</summary>
    public void Clear()
    {
        Array.Clear(Values);
        Others?.Clear();
    }
}
