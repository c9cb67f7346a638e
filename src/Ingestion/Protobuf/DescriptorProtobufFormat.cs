using Ingestion.Records;
using Ingestion.Settings;
using Ingestion.Sources;

namespace Ingestion.Protobuf;

/// <summary>Bare Protobuf messages of one type, which a descriptor file describes. Pinot's ProtoBufMessageDecoder.</summary>
internal sealed class DescriptorProtobufFormat : ProtobufFormat
{
    private const string FileKey = "descriptorFile";
    private const string NameKey = "protoClassName";
    private const int MaxNames = 20;

    private readonly string _place;
    private readonly string? _name;
    private readonly Lock _gate = new();
    private ProtoMessage? _type;

    /// <exception cref="IngestionException">A property is missing.</exception>
    public DescriptorProtobufFormat(DecoderProperties properties)
    {
        _place = properties.Text(FileKey)
            ?? throw new IngestionException($"Missing property of {FileKey} for ProtoBufMessageDecoder: add {DecoderProperties.Prefix}{FileKey} with the file or http address of a descriptor set");
        _name = properties.Text(NameKey);
    }

    public override void Check() => Type(CancellationToken.None);

    public override IRecordReader NewReader(RecordFields fields, CancellationToken stop) => new Reader(this, fields, stop);

    public override void Dispose()
    {
        // Nothing is held.
    }

    private ProtoMessage Type(CancellationToken stop)
    {
        lock (_gate)
        {
            return _type ??= Choose(Read(stop));
        }
    }

    private ProtoTypes Read(CancellationToken stop)
    {
        string named = $"{DecoderProperties.Prefix}{FileKey} '{ConfiguredPlace.Shown(_place)}'";
        try
        {
            return ProtoFiles.ReadDescriptors(ConfiguredPlace.Read(_place, stop));
        }
        catch (IOException exception)
        {
            throw new IngestionException($"{named} {exception.Message}", exception);
        }
        catch (IngestionException exception)
        {
            throw new IngestionException($"{named} cannot be used: {exception.Message}", exception);
        }
    }

    // A name may be short, as long as only one type has it. Without one a file of one message type is clear enough.
    private ProtoMessage Choose(ProtoTypes types)
    {
        string? wanted = _name?.Replace('$', '.');
        ProtoMessage[] found = [.. wanted is null
            ? types.All.Where(type => !type.Name.StartsWith("google.protobuf.", StringComparison.Ordinal) && !types.All.Any(outer => outer.Nested.Contains(type)))
            : types.All.Where(type => type.Name == wanted)];
        if (found.Length == 0 && wanted is not null)
        {
            found = [.. types.All.Where(type => type.Name.EndsWith("." + wanted, StringComparison.Ordinal))];
        }

        return found is [var only]
            ? only
            : throw new IngestionException($"{DecoderProperties.Prefix}{NameKey} {(_name is null ? "must say which message type is meant" : $"'{_name}' is the name of {(found.Length == 0 ? "no message type" : "several message types")}")}; the descriptor file has {Names(types)}");
    }

    private static string Names(ProtoTypes types)
    {
        string[] names = [.. types.All.Select(type => type.Name).Order(StringComparer.Ordinal)];
        return string.Join(", ", names.Take(MaxNames)) + (names.Length > MaxNames ? ", …" : "");
    }

    private sealed class Reader(DescriptorProtobufFormat format, RecordFields fields, CancellationToken stop) : IRecordReader
    {
        private ProtoMessageReader? _reader;

        public string? Read(ReadOnlySpan<byte> payload, Record record)
        {
            _reader ??= new ProtoMessageReader(Find(), fields.IndexOf);
            return _reader.Read(payload, record.Values);
        }

        private ProtoMessage Find()
        {
            try
            {
                return format.Type(stop);
            }
            catch (IngestionException exception)
            {
                // It could be read when the table was made.
                throw new DecoderUnavailableException(exception.Message, exception);
            }
        }
    }
}
