using Ingestion.Decoding;
using Ingestion.Records;
using Segments.Rows;
using Segments.Schema;

namespace Ingestion.Transforms;

/// <summary>The fast way of <see cref="PipelineRowDecoder"/> for messages that look like one before them and hold only scalars, with equal results; all others it leaves alone.</summary>
/// <remarks>One thread at a time.</remarks>
internal sealed class FlatRowDecoder
{
    private const int MaxPatience = 1024;

    private readonly TableSchema _schema;
    private readonly JsonRecordReader _reader;
    private readonly FlatValue[] _values;
    private readonly FlatFunction[] _transforms;
    private readonly FlatFunction? _filter;
    private readonly ColumnConverter _converter;
    private readonly bool _takesBooleansAsNumbers;
    private int _rest;
    private int _patience = 1;

    /// <param name="schema">Of the rows; its columns are the first fields of records, in their order.</param>
    /// <param name="reader">Knows the layouts of messages.</param>
    /// <param name="fields">Of records.</param>
    /// <param name="transforms">In the order in which they are computed.</param>
    /// <param name="filter">Rows for which it is true are dropped.</param>
    /// <param name="converter">Sets the slots of rows.</param>
    /// <param name="takesBooleansAsNumbers">As in <see cref="RecordConverter"/>.</param>
    public FlatRowDecoder(
        TableSchema schema, JsonRecordReader reader, RecordFields fields, IEnumerable<FieldFunction> transforms, FieldFunction? filter, ColumnConverter converter, bool takesBooleansAsNumbers)
    {
        (_schema, _reader, _converter, _takesBooleansAsNumbers) = (schema, reader, converter, takesBooleansAsNumbers);
        _values = new FlatValue[fields.Count];
        _transforms = [.. transforms.Select(transform => new FlatFunction(transform, new Record(fields)))];
        _filter = filter is null ? null : new FlatFunction(filter, new Record(fields));
    }

    /// <summary>Adds the message's row, or counts it as filtered.</summary>
    /// <param name="payload">A message, which stays where it is.</param>
    /// <param name="rows">As it was if the answer is false.</param>
    /// <returns>False if it must go by way of records.</returns>
    public bool TryDecode(ReadOnlySpan<byte> payload, RowBatch rows)
    {
        if (_rest > 0)
        {
            _rest--;
            return false;
        }

        int before = rows.Count;
        if (_reader.TryRead(payload, _values) && TryCompute(out bool isDropped) && (isDropped ? Drop(rows) : TryConvert(rows.Add())))
        {
            _patience = 1;
            return true;
        }

        // Where few messages are of this kind, the attempts are for nothing.
        rows.Truncate(before);
        _patience = Math.Min(_patience * 2, MaxPatience);
        _rest = _patience / 2;
        return false;
    }

    private static bool Drop(RowBatch rows)
    {
        rows.Filtered++;
        return true;
    }

    private bool TryCompute(out bool isDropped)
    {
        isDropped = false;
        foreach (FlatFunction transform in _transforms)
        {
            ref FlatValue value = ref _values[transform.Field];
            if (value.Kind == ScalarKind.Null && !transform.TryEvaluate(_values, out value))
            {
                return false;
            }
        }

        if (_filter is null)
        {
            return true;
        }

        bool isSound = _filter.TryEvaluate(_values, out FlatValue answer);
        isDropped = answer.IsTrue;
        return isSound;
    }

    private bool TryConvert(RowBuffer row)
    {
        row.Clear();
        IReadOnlyList<ColumnSchema> columns = _schema.Columns;
        for (int i = 0; i < columns.Count; i++)
        {
            ref readonly FlatValue value = ref _values[i];
            if (value.Kind == ScalarKind.Null)
            {
                continue;
            }

            ColumnSchema column = columns[i];
            bool needsDigits = column.Physical == PhysicalType.Bytes && value.Kind is ScalarKind.Int or ScalarKind.Long or ScalarKind.Double;
            if (needsDigits || column.IsMultiValue || _converter.Set(row, i, value.AsScalar(_takesBooleansAsNumbers)) is not null)
            {
                return false;
            }
        }

        return true;
    }
}
