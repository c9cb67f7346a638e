namespace Query.Records;

/// <summary>A moment of a record.</summary>
/// <param name="Millis">Epoch milliseconds.</param>
public readonly record struct RecordTimestamp(long Millis);
