using Ingestion.Records;
using Ingestion.Sources;
using Segments.Schema;

namespace Ingestion.Decoding;

/// <summary>What the messages of a table are written in, as its config says. Shared by the partitions of the table; any number of threads.</summary>
internal interface IMessageFormat : IDisposable
{
    /// <summary>True if booleans of the messages are 1 or 0 in number columns; otherwise they are texts there, which these refuse.</summary>
    bool TakesBooleansAsNumbers { get; }

    /// <summary>Looks at what the config points to, such as a schema file.</summary>
    /// <exception cref="IngestionException">It cannot be used.</exception>
    void Check();

    /// <summary>A decoder for one partition.</summary>
    /// <param name="schema">Decides which fields are read, and into what.</param>
    /// <param name="stop">Ends waits for what a message needs.</param>
    IRowDecoder NewRowDecoder(TableSchema schema, CancellationToken stop);

    /// <summary>A reader for one partition.</summary>
    /// <param name="fields">Fields to read.</param>
    /// <param name="stop">Ends waits for what a message needs.</param>
    IRecordReader NewReader(RecordFields fields, CancellationToken stop);
}
