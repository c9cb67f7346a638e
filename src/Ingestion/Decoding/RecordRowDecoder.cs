using Ingestion.Records;
using Ingestion.Sources;
using Segments.Rows;
using Segments.Schema;

namespace Ingestion.Decoding;

/// <summary>Makes rows of any format that can be read into records.</summary>
internal sealed class RecordRowDecoder : IRowDecoder
{
    private readonly Record _record;
    private readonly IRecordReader _reader;
    private readonly RecordConverter _converter;

    public RecordRowDecoder(TableSchema schema, Func<RecordFields, IRecordReader> newReader, bool takesBooleansAsNumbers = false)
    {
        _converter = new RecordConverter(new ColumnConverter(), takesBooleansAsNumbers);
        RecordFields fields = new(schema.Columns.Select(column => column.Name));
        _record = new Record(fields);
        _reader = newReader(fields);
    }

    public long Trimmed => _converter.Trimmed;

    public string? Decode(in Message message, IMessageSource source, RowBatch rows)
    {
        _record.Clear();
        if (_reader.Read(message.Payload, _record) is { } fault)
        {
            return fault;
        }

        int before = rows.Count;
        RowBuffer row = rows.Add();
        row.Clear();
        for (int column = 0; column < rows.Schema.Columns.Count; column++)
        {
            if (_converter.Set(row, column, _record.Values[column]) is { } misfit)
            {
                rows.Truncate(before);
                return misfit;
            }
        }

        return null;
    }
}
