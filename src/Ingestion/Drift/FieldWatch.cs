using System.Text.Json;
using Ingestion.Kafka;
using Ingestion.Records;
using Ingestion.Registry;
using Ingestion.Sampling;
using Ingestion.Sources;
using Ingestion.Transforms;
using Segments.Schema;
using Segments.Tables;

namespace Ingestion.Drift;

/// <summary>
/// Looks at a few messages of each second for fields that the table does not take: a key that producers begin to write after the table was
/// made would be lost without a word. Reading never waits for whoever asks what was found. Safe for any number of threads.
/// </summary>
internal sealed class FieldWatch
{
    private const int MaxFields = 100;
    private const int MaxDistinct = 100; // it looks for as long as the server runs
    private const int MaxBytes = 64 << 10;
    private const long LookEveryMillis = 1000;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1000 };

    private readonly Lock _gate = new();
    private readonly Func<TableSchema> _schema;
    private readonly TimeProvider _clock;
    private readonly string[] _inputs;
    private readonly string? _delimiter; // of flattened objects; null where objects stay whole
    private readonly bool _isActive;
    private readonly Dictionary<string, (FieldEvidence Evidence, DateTimeOffset LastSeen)> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ignored = new(StringComparer.Ordinal);
    private (TableSchema Schema, HashSet<string> Names)? _known;
    private int _looked;
    private long _nextLook;

    /// <param name="config">The table's config.</param>
    /// <param name="streams">Its streams: only JSON is looked at.</param>
    /// <param name="schema">Its schema at any time.</param>
    /// <param name="expressions">Knows what transforms and the filter read.</param>
    /// <param name="clock">Time.</param>
    public FieldWatch(TableConfig config, IEnumerable<StreamConfig> streams, Func<TableSchema> schema, IRecordExpressions expressions, TimeProvider clock)
    {
        RecordSettings settings = RecordSettings.Parse(config);
        (_schema, _clock) = (schema, clock);
        _delimiter = settings.ComplexTypes?.Delimiter;
        _isActive = settings.ExtraFields is null
            && settings.ComplexTypes is null or { Unnested.Count: 0, Renames.Count: 0 }
            && streams.All(stream => stream.Decoder is DecoderKind.Json or DecoderKind.RegistryJson);
        IEnumerable<string> texts = settings.Transforms.Concat(settings.EarlyEnrichments).Concat(settings.Enrichments).Select(expression => expression.Text)
            .Concat(settings.Filter is { } filter ? [filter] : []);
        _inputs = _isActive
            ? [.. texts.SelectMany(text => InputsOf(text, expressions)), .. settings.Aggregated.Values.OfType<string>()]
            : [];
    }

    /// <summary>Looks at the first and last of some messages, if none were looked at for a second.</summary>
    /// <param name="messages">In place.</param>
    public void Look(ReadOnlySpan<Message> messages)
    {
        long now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        long due = Volatile.Read(ref _nextLook);
        if (!_isActive || messages.IsEmpty || now < due || Interlocked.CompareExchange(ref _nextLook, now + LookEveryMillis, due) != due)
        {
            return;
        }

        if (!_gate.TryEnter())
        {
            return;
        }

        try
        {
            Take(messages[0]);
            if (messages.Length > 1)
            {
                Take(messages[^1]);
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>What was found. Fields that have become columns are not among it.</summary>
    public NewFields Found()
    {
        lock (_gate)
        {
            HashSet<string> known = Known();
            return new NewFields(
                [.. _fields.Where(field => !known.Contains(field.Key) && !_ignored.Contains(field.Key)).Select(field => new NewField(field.Value.Evidence.Judge(_looked), field.Value.LastSeen))],
                _looked);
        }
    }

    /// <summary>Says nothing of a field any more.</summary>
    public void Ignore(string field)
    {
        lock (_gate)
        {
            _ignored.Add(field);
        }
    }

    private void Take(in Message message)
    {
        ReadOnlySpan<byte> payload = message.Payload;
        if (message.IsTombstone || payload.Length > MaxBytes)
        {
            return;
        }

        if (payload.Length > 0 && payload[0] == 0 && ConfluentFrame.Open(payload, out _, out ReadOnlySpan<byte> body) is null)
        {
            payload = body;
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(payload.ToArray(), Options);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                _looked++;
                Take("", json.RootElement, message.Offset, Known(), _clock.GetUtcNow());
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON is told among the rejected messages; a text with half a surrogate pair has no value here, and must not stop its partition.
        }
    }

    private void Take(string prefix, JsonElement value, long offset, HashSet<string> known, DateTimeOffset now)
    {
        foreach (JsonProperty property in value.EnumerateObject())
        {
            string path = prefix + property.Name;
            if (known.Contains(path))
            {
                continue;
            }

            if (_delimiter is not null && property.Value.ValueKind == JsonValueKind.Object)
            {
                Take(path + _delimiter, property.Value, offset, known, now);
                continue;
            }

            if (!_fields.TryGetValue(path, out (FieldEvidence Evidence, DateTimeOffset) field))
            {
                if (_fields.Count == MaxFields)
                {
                    continue;
                }

                field.Evidence = new FieldEvidence(path, isNested: prefix.Length > 0, MaxDistinct);
            }

            field.Evidence.Add(property.Value, new SampledMessage(0, offset, null, null, default(ReadOnlyMemory<byte>?), -1, []));
            _fields[path] = (field.Evidence, now);
        }
    }

    private HashSet<string> Known()
    {
        TableSchema schema = _schema();
        if (_known is not { } known || known.Schema != schema)
        {
            _known = known = (schema, [.. schema.Columns.Select(column => column.Name), .. _inputs]);
        }

        return known.Names;
    }

    private static IReadOnlyList<string> InputsOf(string text, IRecordExpressions expressions)
    {
        try
        {
            return expressions.Compile(text).Inputs;
        }
        catch (RecordExpressionException)
        {
            return []; // the table's own check tells it
        }
    }
}
