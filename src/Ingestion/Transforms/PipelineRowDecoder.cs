using System.Text;
using Ingestion.Decoding;
using Ingestion.Records;
using Ingestion.Sources;
using Segments.Rows;
using Segments.Schema;

namespace Ingestion.Transforms;

/// <summary>Makes rows of messages by way of records: decode, flatten, enrich, transform, filter, convert, check. One thread at a time.</summary>
/// <remarks>Of a message with a fault rows may be left over; <see cref="GuardedRowDecoder"/> takes them back.</remarks>
internal sealed class PipelineRowDecoder : IRowDecoder
{
    private readonly TableSchema _schema;
    private readonly IRecordReader _reader;
    private readonly Record _message;
    private readonly RecordConverter _converter;
    private readonly RecordAttributes? _attributes;
    private readonly ComplexTypes? _complexTypes;
    private readonly ExtraFields? _extraFields;
    private readonly FieldFunction[] _earlyEnrichments;
    private readonly FieldFunction[] _enrichments;
    private readonly FieldFunction[] _transforms;
    private readonly FieldFunction? _filter;
    private readonly TimeCheck? _timeCheck;
    private readonly int[] _headerTexts;
    private readonly int[] _sources; // per column the field of its value; negative where it counts rows
    private readonly bool _continuesOnError;
    private readonly FlatRowDecoder? _flat;

    /// <param name="schema">Of the rows.</param>
    /// <param name="settings">What the table config asks for.</param>
    /// <param name="format">How messages are read.</param>
    /// <param name="expressions">Compiles transforms and filters.</param>
    /// <param name="stop">Ends waits for what a message needs.</param>
    /// <exception cref="IngestionException">The settings cannot be met; names the key.</exception>
    public PipelineRowDecoder(TableSchema schema, RecordSettings settings, PipelineFormat format, IRecordExpressions expressions, CancellationToken stop)
    {
        _schema = schema;
        FunctionPlan plan = FunctionPlan.Compile(settings, schema, expressions);
        RecordFields fields = new(schema.Columns.Select(column => column.Name).Concat(plan.Names()).Concat(settings.Aggregated.Values.OfType<string>()));
        RecordFields read = settings.ComplexTypes is { } complex ? new RecordFields(ComplexTypes.Roots(complex, fields.Names)) : fields;
        _reader = format.NewReader(read, stop);
        _message = new Record(read) { Others = settings.ExtraFields is null ? null : new Dictionary<string, object?>(StringComparer.Ordinal) };
        _attributes = RecordAttributes.Of(read, format.PopulatesMetadata);
        _complexTypes = settings.ComplexTypes is null ? null : new ComplexTypes(settings.ComplexTypes, fields);
        _extraFields = settings.ExtraFields is null ? null : new ExtraFields(settings.ExtraFields, fields);
        _earlyEnrichments = [.. plan.EarlyEnrichments.Select(field => field.Bind(read))];
        _enrichments = [.. plan.Enrichments.Select(field => field.Bind(fields))];
        _transforms = [.. plan.Transforms.Select(field => field.Bind(fields))];
        _filter = plan.Filter?.Bind(fields);
        ColumnConverter scalars = new();
        _converter = new RecordConverter(scalars, format.TakesBooleansAsNumbers);
        _continuesOnError = settings.ContinuesOnError;
        _timeCheck = settings.ChecksTime && format.TimeColumn is { } timeColumn && schema.TryFind(timeColumn, out int time) ? new TimeCheck(schema, time, expressions) : null;
        _sources = [.. schema.Columns.Select(column => !settings.Aggregated.TryGetValue(column.Name, out string? field) ? fields.IndexOf(column.Name) : field is null ? -1 : fields.IndexOf(field))];
        _headerTexts = [.. Enumerable.Range(0, schema.Columns.Count).Where(IsHeaderText)];
        if (settings.HasOnlyFunctions && _attributes is null && _timeCheck is null && _reader is JsonRecordReader json)
        {
            _flat = new FlatRowDecoder(schema, json, read, _transforms, _filter, scalars, format.TakesBooleansAsNumbers);
        }
    }

    public long Trimmed => _converter.Trimmed;

    /// <summary>False: every message goes by way of records, for comparison.</summary>
    internal bool TakesFlatWay { get; init; } = true;

    public string? Decode(in Message message, IMessageSource source, RowBatch rows)
    {
        if (_flat is not null && TakesFlatWay && _flat.TryDecode(message.Payload, rows))
        {
            return null;
        }

        _message.Clear();
        if (_reader.Read(message.Payload, _message) is { } fault)
        {
            return fault;
        }

        _attributes?.Fill(message, source, _message);
        return AddAll(rows);
    }

    private bool IsHeaderText(int ordinal) =>
        _schema.Columns[ordinal] is { Type: DataType.String } column && column.Name.StartsWith(RecordAttributes.HeaderPrefix, StringComparison.Ordinal);

    private string? AddAll(RowBatch rows)
    {
        if (Enrich(_message, _earlyEnrichments) is { } early)
        {
            return early;
        }

        return _complexTypes is null ? Add(_message, rows) : _complexTypes.Flatten(_message, record => Add(record, rows));
    }

    private string? Add(Record record, RowBatch rows)
    {
        bool isIncomplete = false;
        string? fault = Enrich(record, _enrichments) ?? Transform(record, ref isIncomplete);
        if (fault is not null)
        {
            return fault;
        }

        if (IsDropped(record, ref fault, ref isIncomplete))
        {
            rows.Filtered++;
            return null;
        }

        _extraFields?.Gather(record);
        fault ??= Convert(record, rows.Add(), ref isIncomplete);
        rows.Incomplete += isIncomplete ? 1 : 0;
        return fault;
    }

    // Unlike transforms these take the place of what the message has.
    private static string? Enrich(Record record, FieldFunction[] enrichments)
    {
        foreach (FieldFunction enrichment in enrichments)
        {
            try
            {
                record.Values[enrichment.Field] = enrichment.Evaluate(record);
            }
            catch (RecordExpressionException exception)
            {
                return $"field '{enrichment.Name}': {enrichment.Text} cannot be computed: {exception.Message}";
            }
        }

        return null;
    }

    private string? Transform(Record record, ref bool isIncomplete)
    {
        foreach (FieldFunction transform in _transforms)
        {
            ref object? value = ref record.Values[transform.Field];
            bool isNested = value is List<object?> or Dictionary<string, object?>;
            if (value is not null && !isNested)
            {
                continue;
            }

            try
            {
                object? computed = transform.Evaluate(record);
                value = isNested && (computed is null || computed.GetType() == value!.GetType()) ? value : computed;
            }
            catch (RecordExpressionException exception)
            {
                if (isNested)
                {
                    continue; // the message's own value stays
                }

                if (!_continuesOnError)
                {
                    return $"column '{transform.Name}': {transform.Text} cannot be computed: {exception.Message}";
                }

                isIncomplete = true;
            }
        }

        return null;
    }

    private bool IsDropped(Record record, ref string? fault, ref bool isIncomplete)
    {
        try
        {
            return _filter?.Evaluate(record) is true;
        }
        catch (RecordExpressionException exception)
        {
            isIncomplete = true;
            fault = _continuesOnError ? null : $"{FunctionPlan.FilterName}: {_filter!.Text} cannot be computed: {exception.Message}";
            return false;
        }
    }

    private string? Convert(Record record, RowBuffer row, ref bool isIncomplete)
    {
        foreach (int header in _headerTexts)
        {
            // Headers are bytes, which would become hexadecimal digits.
            record.Values[header] = record.Values[header] is byte[] bytes ? Encoding.UTF8.GetString(bytes) : record.Values[header];
        }

        row.Clear();
        for (int i = 0; i < _schema.Columns.Count; i++)
        {
            if (_converter.Set(row, i, _sources[i] < 0 ? 1L : record.Values[_sources[i]]) is { } fault)
            {
                if (!_continuesOnError || _converter.FailedByLength)
                {
                    return fault;
                }

                row.SetNull(i);
                isIncomplete = true;
            }
        }

        if (_timeCheck?.FaultOf(row) is { } wrongTime)
        {
            if (!_continuesOnError)
            {
                return wrongTime;
            }

            row.SetNull(_timeCheck.Ordinal);
            isIncomplete = true;
        }

        return null;
    }
}
