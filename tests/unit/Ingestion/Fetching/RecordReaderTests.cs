using System.Globalization;
using System.Text;
using Ingestion.Fetching;
using Ingestion.Sources;

namespace UnitTests.Ingestion.Fetching;

public sealed unsafe class RecordReaderTests : IDisposable
{
    private readonly RecordReader _reader = new();
    private readonly NativeBuffer _answer = new();

    public static TheoryData<int> Compressions => [.. Enum.GetValues<RecordCompression>().Select(compression => (int)compression)];

    public void Dispose()
    {
        _reader.Dispose();
        _answer.Dispose();
    }

    [Theory]
    [MemberData(nameof(Compressions))]
    public void Messages_come_with_offsets_and_attributes(int compression)
    {
        WrittenRecord[] records =
        [
            new(10, "a", Key: "k", Timestamp: 5, Headers: [("h", "1"), ("h", null)]), new(11, null), new(14, new string('x', 100_000), Timestamp: 99_999_999_999),
        ];
        Begin(10, BatchWriter.Batch((RecordCompression)compression, records));
        MessageBatch messages = new(100);

        _reader.Read(messages);

        Assert.Equal([10L, 11, 14], Offsets(messages));
        Assert.Equal(["a", "", records[2].Value!], Values(messages));
        Assert.Equal([false, true, false], messages.Messages.ToArray().Select(message => message.IsTombstone));
        Assert.Equal((99_999_999_999, 15L), (messages.LastTimestamp, _reader.Position));
        MessageAttributes attributes = _reader.Attributes(messages.Messages[0]);
        Assert.Equal(("k", 5L), (Encoding.UTF8.GetString(attributes.Key!), attributes.Timestamp));
        Assert.Equal(["h=1", "h="], attributes.Headers.Select(header => $"{header.Key}={(header.Value is null ? null : Encoding.UTF8.GetString(header.Value))}"));
        Assert.Equal((1000L, (byte[]?)null), (_reader.Timestamp(messages.Messages[1]), _reader.Attributes(messages.Messages[1]).Key));
        Assert.True(_reader.IsEmpty);
    }

    [Theory]
    [MemberData(nameof(Compressions))]
    public void Many_batches_come_whole_however_they_fit_into_the_room(int compression)
    {
        Random random = new(17);
        List<byte[]> batches = [];
        List<string> expected = [];
        long offset = 0;
        for (int i = 0; i < 60; i++)
        {
            int length = random.Next(4) == 0 ? 20_000 : 20;
            WrittenRecord[] records = [.. Enumerable.Range(0, random.Next(1, 120)).Select(_ => new WrittenRecord(offset++, Text(random, length)))];
            expected.AddRange(records.Select(record => record.Value!));
            batches.Add(BatchWriter.Batch((RecordCompression)compression, records));
        }

        long end = Begin(0, [.. batches]);
        MessageBatch messages = new(37);
        List<string> values = [];
        List<long> offsets = [];
        while (!_reader.IsEmpty)
        {
            messages.Clear();
            _reader.Read(messages);
            values.AddRange(Values(messages));
            offsets.AddRange(Offsets(messages));
            Assert.Equal(offsets.Count, _reader.Position);
        }

        Assert.Equal(expected, values);
        Assert.Equal(Enumerable.Range(0, expected.Count).Select(i => (long)i), offsets);
        Assert.Equal(offset, end);
    }

    [Fact]
    public void Offsets_before_the_wanted_one_and_markers_of_transactions_are_passed_over()
    {
        Begin(
            12,
            BatchWriter.Batch(RecordCompression.None, [new(9, "z")]),
            BatchWriter.Batch(RecordCompression.Lz4, [new(10, "a"), new(11, "b"), new(12, "c")], lastOffset: 13),
            BatchWriter.Batch(RecordCompression.None, [new(14, "marker")], attributes: BatchWriter.Control),
            BatchWriter.Batch(RecordCompression.None, [], baseOffset: 15, lastOffset: 17));
        MessageBatch messages = new(100);

        _reader.Read(messages);

        Assert.Equal(["c"], Values(messages));
        Assert.Equal(18, _reader.Position);
        Assert.True(_reader.IsEmpty);
    }

    [Fact]
    public void A_batch_that_is_cut_short_is_left_for_the_next_answer()
    {
        byte[] whole = BatchWriter.Batch(RecordCompression.None, [new(0, "a")]);
        foreach (int kept in Enumerable.Range(0, whole.Length))
        {
            long end = Begin(0, whole, BatchWriter.Batch(RecordCompression.None, [new(1, "a")])[..kept]);
            MessageBatch messages = new(100);
            _reader.Read(messages);

            Assert.Equal((1L, 1L, 1), (end, _reader.Position, messages.Count));
        }
    }

    [Fact]
    public void The_broker_s_time_counts_where_it_sets_it()
    {
        Begin(0, BatchWriter.Batch(RecordCompression.None, [new(0, "a", Timestamp: 1000), new(1, "b", Timestamp: 7000)], attributes: BatchWriter.TimedByBroker));
        MessageBatch messages = new(100);

        _reader.Read(messages);

        Assert.Equal((7000L, 7000L), (_reader.Timestamp(messages.Messages[0]), _reader.Attributes(messages.Messages[0]).Timestamp));
    }

    [Fact]
    public void A_flipped_bit_is_found()
    {
        byte[] batch = BatchWriter.Batch(RecordCompression.None, [new(0, "a"), new(1, "b")]);
        for (int at = 16; at < batch.Length; at++)
        {
            batch[at] ^= 1;
            Assert.Throws<FetchException>(() => Begin(0, batch));
            batch[at] ^= 1;
        }
    }

    [Theory]
    [MemberData(nameof(Compressions))]
    public void Bytes_that_are_wrong_in_spite_of_their_checksum_harm_nobody(int compression)
    {
        byte[] sound = BatchWriter.Batch((RecordCompression)compression, [.. Enumerable.Range(0, 50).Select(i => new WrittenRecord(i, Text(new Random(i), 40)))]);
        Random random = new(23);
        for (int run = 0; run < 3000; run++)
        {
            byte[] batch = [.. sound];
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                batch[random.Next(RecordBatchHeader.Size, batch.Length)] = (byte)random.Next(256);
            }

            BatchWriter.Seal(batch);
            Begin(0, batch);
            MessageBatch messages = new(100);
            try
            {
                _reader.Read(messages);
                Assert.All(Values(messages), value => Assert.True(value.Length < 1 << 20));
            }
            catch (FetchException exception)
            {
                Assert.NotEmpty(exception.Message);
            }
        }
    }

    private long Begin(long position, params byte[][] batches)
    {
        byte[] all = [.. batches.SelectMany(batch => batch)];
        _answer.Dispose();
        _answer.Discard(Math.Max(all.Length, 1));
        all.CopyTo(_answer.Span);
        return _reader.Begin(_answer.Start, all.Length, position);
    }

    private static string Text(Random random, int length) => string.Concat(Enumerable.Range(0, (length / 4) + 1).Select(_ => random.Next(1000, 9999).ToString(CultureInfo.InvariantCulture)));

    private static IEnumerable<long> Offsets(MessageBatch messages) => messages.Messages.ToArray().Select(message => message.Offset);

    private static IEnumerable<string> Values(MessageBatch messages) => messages.Messages.ToArray().Select(message => Encoding.UTF8.GetString(message.Payload));
}
