using System.Globalization;
using Segments.Consuming;
using Segments.Rows;
using Segments.Tables;
using UnitTests.Segments.Tables;

namespace UnitTests.Segments.Keys;

/// <summary>Random rows, seals, restarts and lost segments; a dictionary is the twin.</summary>
public sealed class KeyedTableTests
{
    private const string Upsert = "\"upsertConfig\":{\"mode\":\"FULL\",\"deleteRecordColumn\":\"del\"}";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Upsert_agrees_with_a_dictionary_through_seals_crashes_and_failures(int seed)
    {
        Random random = new(seed);
        using KeyedTableFixture table = new(Upsert);
        List<Message> topic = [];
        for (int step = 0; step < 120; step++)
        {
            switch (random.Next(12))
            {
                case 0:
                    table.Seal();
                    break;
                case 1:
                    table.Partition.Roll(TableFolderFixture.Now);
                    break;
                case 2 when table.Partition.Frozen is [{ } oldest, ..]:
                    table.Partition.Seal(oldest, TableFolderFixture.Now);
                    break;
                case 3 when random.Next(3) == 0:
                    table.Restart();
                    break;
                case 4:
                    table.Partition.Restart(TableFolderFixture.Now);
                    break;
                default:
                    topic.AddRange(Enumerable.Range(0, random.Next(200)).Select(_ => Message.Random(random)));
                    break;
            }

            while (table.Partition.Frozen is [{ } next, ..] && random.Next(2) == 0)
            {
                table.Partition.Seal(next, TableFolderFixture.Now);
            }

            Read(table, topic);
            Assert.Equal(Twin(topic), table.Rows());
        }
    }

    [Fact]
    public void Dedup_keeps_the_first_row_of_a_key_through_seals_and_crashes()
    {
        Random random = new(7);
        using KeyedTableFixture table = new("\"dedupConfig\":{\"dedupEnabled\":true}");
        List<Message> topic = [];
        for (int step = 0; step < 60; step++)
        {
            topic.AddRange(Enumerable.Range(0, random.Next(100)).Select(_ => Message.Random(random) with { IsDelete = false }));
            Read(table, topic);
            if (random.Next(4) == 0)
            {
                table.Seal();
            }

            if (random.Next(6) == 0)
            {
                table.Restart();
                Read(table, topic);
            }

            Assert.Equal(topic.GroupBy(message => message.Key).Select(group => group.First().ToString()).Order(StringComparer.Ordinal), table.Rows());
        }

        Assert.Equal(table.Rows().Length, table.Table.Snapshot().RowCount);
    }

    [Fact]
    public async Task A_reader_finds_every_key_exactly_once_at_any_moment()
    {
        const int Keys = 500;
        using KeyedTableFixture table = new("\"upsertConfig\":{\"mode\":\"FULL\"}");
        table.Add([.. Enumerable.Range(0, Keys).Select(key => Row(table, key, time: 0))]);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        System.Threading.Channels.Channel<ConsumingSegment> full = System.Threading.Channels.Channel.CreateUnbounded<ConsumingSegment>();
        Task writer = Task.Run(
            () =>
            {
                Random random = new(5);
                for (int batch = 1; batch <= 600; batch++)
                {
                    table.Add([.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => Row(table, random.Next(Keys), batch))]);
                    if (batch % 50 == 0)
                    {
                        full.Writer.TryWrite(table.Partition.Roll(TableFolderFixture.Now)!);
                    }
                }

                full.Writer.Complete();
            },
            cancellation);
        Task sealer = Task.Run(
            async () =>
            {
                await foreach (ConsumingSegment segment in full.Reader.ReadAllAsync(cancellation))
                {
                    table.Partition.Seal(segment, TableFolderFixture.Now);
                }
            },
            cancellation);

        int reads = 0;
        while (!writer.IsCompleted || reads == 0)
        {
            TableSnapshot snapshot = table.Table.Snapshot();
            string[] keys = [.. KeyedTableFixture.Rows(snapshot).Select(row => row.Split(' ')[0])];
            Assert.Equal(Keys, keys.Length);
            Assert.Equal(Keys, keys.Distinct(StringComparer.Ordinal).Count());
            reads++;
        }

        await Task.WhenAll(writer, sealer);
    }

    [Fact]
    public void Partial_rows_take_what_they_lack_from_the_row_before_wherever_it_is()
    {
        using KeyedTableFixture table = new("\"upsertConfig\":{\"mode\":\"PARTIAL\",\"partialUpsertStrategies\":{\"m\":\"INCREMENT\"}}", nullHandling: true);
        table.Add(Row("a", "x", 1, 1), Row("a", null, 2, 2), Row("b", null, null, 1));
        Assert.Equal(["a x 3 2", "b null 0 1"], table.Rows());

        table.Add(Row("a", null, 4, 3));
        Assert.Equal(["a x 7 3", "b null 0 1"], table.Rows());

        table.Partition.Roll(TableFolderFixture.Now);
        table.Add(Row("a", "y", null, 4), Row("b", null, 5, 1));
        Assert.Equal(["a y 7 4", "b null 5 1"], table.Rows());

        table.Partition.Seal(table.Partition.Frozen[0], TableFolderFixture.Now);
        table.Seal();
        table.Add(Row("a", null, 1, 5));
        Assert.Equal(["a y 8 5", "b null 5 1"], table.Rows());

        table.Seal();
        table.Restart();
        table.Add(Row("b", "z", 1, 2), Row("a", "late", 100, 2));
        Assert.Equal(["a y 8 5", "b z 6 2"], table.Rows());

        RowBuffer Row(string key, string? value, long? metric, long time) => KeyedTableFixture.Row(table.Table.Definition.Schema, key, value, metric, time);
    }

    [Fact]
    public void Rolled_up_rows_are_one_per_dimensions_in_memory_and_in_files()
    {
        using KeyedTableFixture table = new("\"ingestionConfig\":{\"aggregationConfigs\":[{\"columnName\":\"m\",\"aggregationFunction\":\"SUM(m)\"}]}");
        table.Add(Row("a", 1), Row("b", 5), Row("a", 2));
        Assert.Equal(["a x 3 0", "b x 5 0"], table.Rows());

        table.Add(Row("a", 4), Row("a", null));
        Assert.Equal(["a x 7 0", "b x 5 0"], table.Rows());
        Assert.True(table.Partition.Compact(TableFolderFixture.Now));
        Assert.Equal(2, table.Partition.Consuming.RowCount);
        table.Add(Row("b", 1));
        Assert.Equal(["a x 7 0", "b x 6 0"], table.Rows());

        table.Seal();
        Assert.Equal(2, table.Partition.Sealed[0].RowCount);
        table.Add(Row("a", 10));
        Assert.Equal(["a x 10 0", "a x 7 0", "b x 6 0"], table.Rows());

        table.Restart();
        Assert.Equal(["a x 7 0", "b x 6 0"], table.Rows());

        RowBuffer Row(string key, long? metric) => KeyedTableFixture.Row(table.Table.Definition.Schema, key, "x", metric, 0);
    }

    [Fact]
    public void A_key_that_has_aged_is_forgotten_where_a_segment_begins_and_its_row_stays()
    {
        using KeyedTableFixture table = new("""
            "upsertConfig":{"mode":"FULL","metadataTTL":100}
            """);
        table.Add(Row("a", "old", 0), Row("b", "old", 500));
        table.Add(Row("a", "newer", 1));
        Assert.Equal(["a newer 0 1", "b old 0 500"], table.Rows());
        table.Seal();
        Assert.Equal(1, table.Partition.KeyCount);

        table.Add(Row("a", "late", 2), Row("b", "new", 450), Row("b", "newest", 501));

        string[] expected = ["a late 0 2", "a newer 0 1", "b newest 0 501"];
        Assert.Equal(expected, table.Rows());
        table.Seal();
        Assert.Equal(expected, table.Rows());
        table.Restart();
        Assert.Equal(expected, table.Rows());
        Assert.Equal(1, table.Partition.KeyCount);

        RowBuffer Row(string key, string value, long time) => KeyedTableFixture.Row(table.Table.Definition.Schema, key, value, 0, time);
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(0, 2)]
    public void A_deleted_key_that_has_aged_is_forgotten(int age, int keys)
    {
        using KeyedTableFixture table = new($$"""
            "upsertConfig":{"mode":"FULL","deleteRecordColumn":"del","deletedKeysTTL":{{age}}}
            """);
        table.Add(Row("a", 0, isDelete: true), Row("b", 500, isDelete: false));
        table.Seal();

        Assert.Equal(keys, table.Partition.KeyCount);
        table.Add(Row("a", -5, isDelete: false));
        Assert.Equal(age > 0 ? ["a v 0 -5", "b v 0 500"] : ["b v 0 500"], table.Rows());
        table.Restart();
        Assert.Equal(keys, table.Partition.KeyCount);

        RowBuffer Row(string key, long time, bool isDelete) => KeyedTableFixture.Row(table.Table.Definition.Schema, key, "v", 0, time, isDelete);
    }

    [Fact]
    public void Keys_of_a_deleted_segment_are_new_again()
    {
        using KeyedTableFixture table = new(Upsert);
        table.Add(Row(table, 1, time: 9));
        table.Seal();
        table.Partition.Delete(table.Partition.Sealed);
        Assert.Empty(table.Rows());

        table.Add(Row(table, 1, time: 5));
        Assert.Equal(["1 v5 0 5"], table.Rows());
    }

    private static RowBuffer Row(KeyedTableFixture table, int key, long time) =>
        KeyedTableFixture.Row(table.Table.Definition.Schema, key.ToString(CultureInfo.InvariantCulture), $"v{time.ToString(CultureInfo.InvariantCulture)}", null, time);

    /// <summary>Reads the topic from where the partition stands.</summary>
    private static void Read(KeyedTableFixture table, List<Message> topic)
    {
        while (table.Partition.Consuming.NextOffset < topic.Count)
        {
            int from = (int)table.Partition.Consuming.NextOffset;
            table.Add([.. topic[from..Math.Min(from + 70, topic.Count)].Select(message => message.ToRow(table))]);
        }
    }

    private static IEnumerable<string> Twin(List<Message> topic)
    {
        Dictionary<int, Message> rows = [];
        foreach (Message message in topic)
        {
            if (!rows.TryGetValue(message.Key, out Message? before) || message.Time >= before.Time)
            {
                rows[message.Key] = message;
            }
        }

        return rows.Values.Where(message => !message.IsDelete).Select(message => message.ToString()).Order(StringComparer.Ordinal);
    }

    private sealed record Message(int Key, long Metric, long Time, bool IsDelete)
    {
        public static Message Random(Random random) => new(random.Next(60), random.Next(1_000_000), random.Next(50), random.Next(10) == 0);

        public RowBuffer ToRow(KeyedTableFixture table) =>
            KeyedTableFixture.Row(table.Table.Definition.Schema, Key.ToString(CultureInfo.InvariantCulture), "v", Metric, Time, IsDelete);

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Key} v {Metric} {Time}");
    }
}
