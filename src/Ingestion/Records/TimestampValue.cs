namespace Ingestion.Records;

/// <summary>A moment of a message whose format knows moments.</summary>
/// <param name="Millis">Epoch milliseconds, rounded down.</param>
/// <param name="Micros">Microseconds behind them, 0 to 999.</param>
internal readonly record struct TimestampValue(long Millis, int Micros);
