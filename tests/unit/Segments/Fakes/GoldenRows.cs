using System.Globalization;
using Segments.Schema;

namespace UnitTests.Segments.Fakes;

/// <summary>The rows of the golden segment files. Never changed: files of released versions hold exactly these.</summary>
internal static class GoldenRows
{
    private const int RowCount = 5000; // a full block and a part

    public static PlainRows Version1()
    {
        TableSchema schema = new("golden",
        [
            PlainRows.Column("packed", DataType.Long),
            PlainRows.Column("runs", DataType.Timestamp),
            PlainRows.Column("outlier", DataType.Int, keepsNulls: true),
            PlainRows.Column("flag", DataType.Boolean),
            PlainRows.Column("decimal", DataType.Double, keepsNulls: true),
            PlainRows.Column("bits", DataType.Double),
            PlainRows.Column("float", DataType.Float),
            PlainRows.Column("name", DataType.String),
            PlainRows.Column("uuid", DataType.String),
            PlainRows.Column("note", DataType.Json),
            PlainRows.Column("amount", DataType.BigDecimal),
            PlainRows.Column("raw", DataType.Bytes),
            PlainRows.Column("tags", DataType.String, isMultiValue: true, keepsNulls: true),
            PlainRows.Column("numbers", DataType.Int, isMultiValue: true),
        ]);
        return new PlainRows(schema, [.. Enumerable.Range(0, RowCount).Select(Row)]);
    }

    private static object?[] Row(int row)
    {
        long mixed = row * 7919L % 100_003;
        object[] tags = [.. Enumerable.Range(0, row % 4).Select(entry => PlainRows.Utf8(Format($"tag{(row + entry) % 9}")))];
        return
        [
            mixed - 50_000,
            1_700_000_000_000L + (row / 500),
            row % 5 == 0 ? null : mixed % 300,
            (long)(row % 2),
            row % 7 == 0 ? null : mixed / 100.0,
            row % 3 == 0 ? -0.0 : 1.0 / (row + 3),
            (double)(mixed / 8.0f),
            PlainRows.Utf8(Format($"user{mixed % 40}")),
            PlainRows.Utf8(Format($"{mixed * 41:x8}-{row:x4}-4{row % 4096:x3}-a{mixed % 4096:x3}-{mixed * 104_729:x12}")),
            PlainRows.Utf8(Format($"{{\"row\":{row},\"text\":\"{new string('é', row % 11)}\"}}")),
            PlainRows.Utf8(Format($"{mixed}.{row % 10}")),
            BitConverter.GetBytes(mixed * 1_000_003),
            tags,
            new object[] { (long)row, (long)-row },
        ];
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
