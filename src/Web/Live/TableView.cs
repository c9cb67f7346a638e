using Ingestion.Status;

namespace Web.Live;

/// <summary>A table as lists and headers show it, at one moment.</summary>
/// <param name="Name">Raw name.</param>
/// <param name="Topic">Kafka topic it is filled from.</param>
/// <param name="Rows">Rows that a query sees, sealed and consuming.</param>
/// <param name="Bytes">Sealed files and the heap of consuming segments.</param>
/// <param name="Segments">Sealed and consuming segments.</param>
/// <param name="NewestRowAt">When the newest row became visible; null while there is none.</param>
/// <param name="Status">Live figures; null if the table is not being ingested.</param>
public sealed record TableView(string Name, string Topic, long Rows, long Bytes, int Segments, DateTimeOffset? NewestRowAt, TableStatus? Status)
{
    /// <summary>State in the words of the interface; <c>STOPPED</c> if nothing reads the topic.</summary>
    public string State => Status is null ? "STOPPED" : StateWord(Status.State);

    /// <summary>How the interface writes a state.</summary>
    public static string StateWord(PartitionState state) => state.ToString().ToUpperInvariant();
}
