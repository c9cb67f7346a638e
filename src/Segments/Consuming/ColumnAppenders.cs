using System.Diagnostics;
using Segments.Schema;

namespace Segments.Consuming;

/// <summary>Which appender a column of a type gets.</summary>
internal static class ColumnAppenders
{
    /// <summary>An empty column.</summary>
    public static ColumnAppender Create(ColumnSchema schema, int ordinal) => (schema.Physical, schema.Type.Traits().StoredBytes) switch
    {
        (PhysicalType.Long, sizeof(byte)) => new NumberAppender<byte>(schema, ordinal),
        (PhysicalType.Long, sizeof(int)) => new NumberAppender<int>(schema, ordinal),
        (PhysicalType.Long, sizeof(long)) => new NumberAppender<long>(schema, ordinal),
        (PhysicalType.Double, sizeof(float)) => new NumberAppender<float>(schema, ordinal),
        (PhysicalType.Double, sizeof(double)) => new NumberAppender<double>(schema, ordinal),
        (PhysicalType.Bytes, _) => new TextAppender(schema, ordinal),
        (var physical, var bytes) => throw new UnreachableException($"no appender for {physical} of {bytes} bytes"),
    };
}
