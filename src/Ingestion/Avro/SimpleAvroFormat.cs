using System.Globalization;
using Ingestion.Records;
using Ingestion.Settings;
using Ingestion.Sources;

namespace Ingestion.Avro;

/// <summary>Bare Avro records of one schema, which the config gives or points to. Pinot's SimpleAvroMessageDecoder.</summary>
internal sealed class SimpleAvroFormat : AvroFormat
{
    private readonly string _location;
    private readonly int _bytesToStrip;
    private readonly Lock _gate = new();
    private AvroWriter? _writer;

    /// <exception cref="IngestionException">A property is missing or no such property.</exception>
    public SimpleAvroFormat(DecoderProperties properties)
        : base(properties)
    {
        _location = properties.Text("schema")
            ?? throw new IngestionException($"The Avro schema must be provided: add {DecoderProperties.Prefix}schema with the schema as JSON, a file, or an http address");
        _bytesToStrip = properties.Count("leading.bytes.to.strip");
    }

    public override void Check() => Writer(CancellationToken.None);

    public override void Dispose()
    {
        // Nothing is held.
    }

    protected override AvroFrame NewFrame(CancellationToken stop) => new Frame(this, stop);

    private AvroWriter Writer(CancellationToken stop)
    {
        lock (_gate)
        {
            return _writer ??= AvroWriter.Parse(AvroSchemaLocation.Read(_location, stop), AppliesLogicalTypes);
        }
    }

    private sealed class Frame(SimpleAvroFormat format, CancellationToken stop) : AvroFrame
    {
        private AvroWriter? _writer;

        public override string? Open(ReadOnlySpan<byte> payload, out AvroWriter? writer, out ReadOnlySpan<byte> body)
        {
            writer = _writer ??= Find();
            bool isLongEnough = payload.Length >= format._bytesToStrip;
            body = isLongEnough ? payload[format._bytesToStrip..] : default;
            return isLongEnough
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"the message has {payload.Length} bytes, and leading.bytes.to.strip takes {format._bytesToStrip} off");
        }

        private AvroWriter Find()
        {
            try
            {
                return format.Writer(stop);
            }
            catch (IngestionException exception)
            {
                // It could be read when the table was made.
                throw new DecoderUnavailableException(exception.Message, exception);
            }
        }
    }
}
