using Ingestion.Records;

namespace Ingestion.Transforms;

/// <summary>How the messages of a stream become records.</summary>
/// <param name="NewReader">Makes a reader for these fields, for one thread.</param>
/// <param name="QuotesBooleans">True where booleans inside lists and maps are texts in JSON columns.</param>
/// <param name="PopulatesMetadata">True if headers and metadata of Kafka records are read, too.</param>
internal sealed record RecordFormat(Func<RecordFields, IRecordReader> NewReader, bool QuotesBooleans, bool PopulatesMetadata);
