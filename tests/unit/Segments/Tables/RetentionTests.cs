using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Segments.Consuming;
using Segments.Rows;
using Segments.Schema;
using Segments.Tables;
using static UnitTests.Segments.Tables.TableFolderFixture;

namespace UnitTests.Segments.Tables;

public sealed class RetentionTests
{
    [Theory]
    [InlineData("DAYS", "2", 48.0)]
    [InlineData("hours", "36", 36.0)]
    [InlineData("MINUTES", "30", 0.5)]
    [InlineData(null, "5", null)]
    [InlineData("DAYS", "soon", null)]
    [InlineData("DAYS", null, null)]
    public void Unit_and_value_say_how_long_rows_are_kept(string? unit, string? value, double? hours)
    {
        TableConfig config = Config("1:MILLISECONDS:EPOCH", unit, value).Config;

        Assert.Equal(hours, Retention.Of(config)?.TotalHours);
    }

    [Theory]
    [InlineData("LONG", "1:MILLISECONDS:EPOCH", "1707613200000")]
    [InlineData("INT", "1:DAYS:EPOCH", "19764")]
    [InlineData("LONG", "EPOCH|SECONDS|10", "170761320")]
    [InlineData("TIMESTAMP", "TIMESTAMP", "1707613200000")]
    [InlineData("STRING", "1:DAYS:SIMPLE_DATE_FORMAT:yyyyMMdd", "20240211")]
    [InlineData("STRING", "SIMPLE_DATE_FORMAT|yyyy-MM-dd HH:mm|America/New_York", "2024-02-10 20:00")]
    public void The_newest_time_of_a_segment_decides_in_every_format(string type, string format, string newest)
    {
        (DateTimeOffset end, TimeSpan kept) = (new(2024, 2, 11, 1, 0, 0, TimeSpan.Zero), TimeSpan.FromDays(5));
        end = format.Contains("DAYS", StringComparison.Ordinal) ? end.AddHours(-1) : end;
        using TableFolderFixture folder = new();
        using TableCatalog catalog = folder.Open();
        Table table = catalog.Create(Config(format, "DAYS", "5", type));
        Seal(table, newest);

        Assert.Empty(Retention.Apply(table, end + kept));
        Assert.Single(Retention.Apply(table, end + kept + TimeSpan.FromMinutes(1)));

        Assert.Empty(table.Partitions[0].Sealed);
        Assert.Empty(Directory.GetFiles(table.SegmentsDirectory));
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("31000000000")]
    [InlineData("4102444800000")]
    public void Times_that_are_none_of_our_age_keep_a_segment_for_ever(string millis)
    {
        using TableFolderFixture folder = new();
        using TableCatalog catalog = folder.Open();
        Table table = catalog.Create(Config("1:MILLISECONDS:EPOCH", "DAYS", "5"));
        Seal(table, millis);

        Assert.Empty(Retention.Apply(table, new DateTimeOffset(2200, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    private static TableDefinition Config(string format, string? unit, string? value, string type = "LONG")
    {
        JsonObject json = ConfigJson("events");
        json["segmentsConfig"]!["retentionTimeUnit"] = unit;
        json["segmentsConfig"]!["retentionTimeValue"] = value;
        JsonObject schema = JsonNode.Parse($$"""
            {"schemaName":"events","dateTimeFieldSpecs":[{"name":"ts","dataType":"{{type}}","format":"{{format}}","granularity":"1:MILLISECONDS"}]}
            """)!.AsObject();
        SchemaDocument document = SchemaJson.Parse(schema);
        return new TableDefinition(document.Schema, document.Json, TableConfig.Parse(json), Now, new Dictionary<int, long> { [0] = 0 });
    }

    private static void Seal(Table table, string newest)
    {
        TablePartition partition = table.Partitions[0];
        ConsumingSegment segment = partition.Consuming;
        RowBuffer row = new(segment.Schema);
        if (segment.Schema.Columns[0].Type == DataType.String)
        {
            row.SetBytes(0, Encoding.UTF8.GetBytes(newest));
        }
        else
        {
            row.SetLong(0, long.Parse(newest, CultureInfo.InvariantCulture));
        }

        segment.Append(row);
        segment.Publish(1, Now);
        partition.Seal(partition.Roll(Now)!, Now);
    }
}
