using Segments.Schema;

namespace UnitTests.Ingestion;

/// <summary>Schemas of the shapes that ingestion tests need.</summary>
internal static class TestSchemas
{
    /// <summary>The columns of the guide's table: uuid, count and ts.</summary>
    public static TableSchema Guide { get; } = Of(("uuid", DataType.String), ("count", DataType.Int), ("ts", DataType.Timestamp));

    /// <summary>One column of each type, named as the type, and lists of texts and of integers.</summary>
    public static TableSchema Everything { get; } = new(
        "everything",
        [
            .. Enum.GetValues<DataType>().Select(type => Column(type.PinotName(), type)),
            Column("TEXTS", DataType.String) with { IsMultiValue = true },
            Column("INTS", DataType.Int) with { IsMultiValue = true },
        ]);

    public static TableSchema Of(params (string Name, DataType Type)[] columns) => new("events", [.. columns.Select(column => Column(column.Name, column.Type))]);

    public static ColumnSchema Column(string name, DataType type) => new()
    {
        Name = name,
        Type = type,
        Default = type.Physical() switch
        {
            PhysicalType.Long => ColumnValue.Of(0L),
            PhysicalType.Double => ColumnValue.Of(0d),
            _ => ColumnValue.Of("null"),
        },
        LongText = type == DataType.String ? LengthStrategy.Trim : LengthStrategy.Keep,
    };
}
