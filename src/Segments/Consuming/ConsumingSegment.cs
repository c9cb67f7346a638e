using System.Diagnostics;
using System.Globalization;
using Segments.Rows;
using Segments.Schema;

namespace Segments.Consuming;

/// <summary>The growing segment of a partition: rows are appended, then published together with the position they bring.</summary>
/// <remarks>
/// Threads: one writer calls <see cref="AppendAll"/> and <see cref="Publish"/>; any number of readers use the rest at any time and
/// never wait. Failure: if <see cref="AppendAll"/> throws, the owner drops the whole segment and reads its messages again.
/// </remarks>
public sealed class ConsumingSegment
{
    private readonly ColumnAppender[] _columns;
    private IRowKeeper? _keeper;
    private ConsumingProgress _progress;
    private int _appendedRows;

    /// <param name="schema">Decides the columns.</param>
    /// <param name="tableName">Raw table name, first part of the segment's name.</param>
    /// <param name="partition">Partition of the topic.</param>
    /// <param name="sequence">Number of the segment within the partition, from 0.</param>
    /// <param name="startOffset">Offset of the first message that may go into it.</param>
    /// <param name="createdAt">Now.</param>
    public ConsumingSegment(TableSchema schema, string tableName, int partition, int sequence, long startOffset, DateTimeOffset createdAt)
        : this(schema, tableName, partition, sequence, startOffset, createdAt, keeper: null)
    {
    }

    internal ConsumingSegment(
        TableSchema schema, string tableName, int partition, int sequence, long startOffset, DateTimeOffset createdAt, IRowKeeper? keeper)
    {
        Schema = schema;
        Partition = partition;
        Sequence = sequence;
        StartOffset = startOffset;
        CreatedAt = createdAt;
        Name = string.Create(CultureInfo.InvariantCulture, $"{tableName}__{partition}__{sequence}__{createdAt.UtcDateTime:yyyyMMdd'T'HHmm'Z'}");
        _columns = [.. schema.Columns.Select(ColumnAppenders.Create)];
        _keeper = keeper;
        keeper?.Begin(this);
        _progress = new ConsumingProgress(0, startOffset, null, keeper?.Freeze());
    }

    /// <summary>Pinot's name: table, partition, sequence, creation minute.</summary>
    public string Name { get; }

    /// <summary>Partition of the topic.</summary>
    public int Partition { get; }

    /// <summary>Number of the segment within the partition, from 0.</summary>
    public int Sequence { get; }

    /// <summary>Offset of the first message that may be in it.</summary>
    public long StartOffset { get; }

    /// <summary>When it was opened.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>The columns.</summary>
    public TableSchema Schema { get; }

    /// <summary>Offset after the last message whose rows are visible; <see cref="StartOffset"/> at first.</summary>
    public long NextOffset => Volatile.Read(ref _progress).NextOffset;

    /// <summary>Visible rows.</summary>
    public int RowCount => Volatile.Read(ref _progress).RowCount;

    /// <summary>Rows appended, visible or not. For the writer.</summary>
    public int AppendedRowCount => _appendedRows;

    /// <summary>True if rows were appended and not published, or half of them: the segment must be dropped after a failure. For the writer.</summary>
    public bool IsUnpublished => _appendedRows != RowCount || _keeper is { IsSpoilt: true };

    /// <summary>Bytes held by the columns.</summary>
    public long HeapBytes
    {
        get
        {
            long bytes = 0;
            foreach (ColumnAppender column in _columns)
            {
                bytes += column.HeapBytes;
            }

            return bytes;
        }
    }

    /// <summary>Adds a row, not visible yet. A null slot becomes the column's default.</summary>
    /// <param name="row">Of this segment's schema.</param>
    public void Append(RowBuffer row) => AppendAll(new ReadOnlySpan<RowBuffer>(in row));

    /// <summary>What keeps a row out of a table with keys, such as comparison columns that do not go together; null if nothing does.</summary>
    /// <param name="row">Of this segment's schema.</param>
    public string? FaultOf(RowBuffer row) => _keeper?.FaultOf(row);

    /// <summary>
    /// Adds rows, not visible yet: 32 at once cost about two thirds of one by one. A null slot becomes the column's default. A table with
    /// keys may keep fewer rows, and change those it keeps.
    /// </summary>
    /// <param name="rows">Of this segment's schema, in order.</param>
    public void AppendAll(ReadOnlySpan<RowBuffer> rows)
    {
        if (_keeper is null)
        {
            Store(rows);
        }
        else
        {
            _keeper.Append(this, rows);
        }
    }

    /// <summary>Adds rows as they are.</summary>
    internal void Store(ReadOnlySpan<RowBuffer> rows)
    {
        Debug.Assert(rows.IsEmpty || rows[0].Schema.Columns.Count == _columns.Length, "the rows belong to another schema");
        int first = _appendedRows;
        foreach (ColumnAppender column in _columns)
        {
            column.Append(rows, first);
        }

        _appendedRows = checked(first + rows.Length);
    }

    /// <summary>Makes everything appended so far visible at once, and the position with it.</summary>
    /// <param name="nextOffset">Offset after the last message these rows came from.</param>
    /// <param name="now">Becomes <see cref="ISegment.LastIndexedAt"/> if rows were added.</param>
    public void Publish(long nextOffset, DateTimeOffset now)
    {
        ConsumingProgress last = _progress;
        DateTimeOffset? lastIndexedAt = _appendedRows == last.RowCount ? last.LastIndexedAt : now;

        // Written last: whoever reads a row count here finds every column filled up to it.
        Volatile.Write(ref _progress, new ConsumingProgress(_appendedRows, nextOffset, lastIndexedAt, _keeper?.Freeze()));
    }

    /// <summary>Reads an appended row. For the writer.</summary>
    /// <param name="row">Visible or not.</param>
    /// <param name="target">Of this segment's schema; every slot is set or made null.</param>
    internal void Read(int row, RowBuffer target)
    {
        target.Clear();
        foreach (ColumnAppender column in _columns)
        {
            column.Read(row, target);
        }
    }

    /// <summary>Has another keeper decide from now on; it knows the rows appended so far.</summary>
    internal void Hand(IRowKeeper keeper, DateTimeOffset now)
    {
        _keeper = keeper;
        Publish(NextOffset, now);
    }

    /// <summary>The rows visible now; later ones do not change it.</summary>
    public ISegment View() => Freeze();

    /// <summary>The same, with what sealing needs besides.</summary>
    internal ConsumingView Freeze() => Freeze(Volatile.Read(ref _progress));

    /// <summary>The rows of a published progress.</summary>
    internal ConsumingView Freeze(ConsumingProgress progress) => new(this, _columns, progress);
}
