using System.Globalization;
using Avro;
using Ingestion.Records;

namespace Ingestion.Avro;

/// <summary>Makes types to read by from a parsed schema. Types may contain themselves.</summary>
/// <param name="appliesLogicalTypes">False: values stay as they are encoded, as Pinot's decoders do by default.</param>
internal sealed class AvroTypeCompiler(bool appliesLogicalTypes)
{
    private readonly Dictionary<Schema, AvroType> _records = new(ReferenceEqualityComparer.Instance);

    public AvroType Compile(Schema schema) => schema.Tag switch
    {
        Schema.Type.Null => new AvroType(AvroKind.Null),
        Schema.Type.Boolean => new AvroType(AvroKind.Boolean) { MinimumBytes = 1 },
        Schema.Type.Int => Scalar(AvroKind.Int, schema, 1),
        Schema.Type.Long => Scalar(AvroKind.Long, schema, 1),
        Schema.Type.Float => new AvroType(AvroKind.Float) { MinimumBytes = sizeof(float) },
        Schema.Type.Double => new AvroType(AvroKind.Double) { MinimumBytes = sizeof(double) },
        Schema.Type.String => new AvroType(AvroKind.Text) { MinimumBytes = 1 },
        Schema.Type.Bytes => Scalar(AvroKind.Bytes, schema, 1),
        Schema.Type.Fixed => Scalar(AvroKind.Fixed, schema, ((FixedSchema)schema).Size),
        Schema.Type.Enumeration => new AvroType(AvroKind.Enum) { Symbols = [.. ((EnumSchema)schema).Symbols], MinimumBytes = 1 },
        Schema.Type.Array => new AvroType(AvroKind.Array) { Parts = [Compile(((ArraySchema)schema).ItemSchema)], MinimumBytes = 1 },
        Schema.Type.Map => new AvroType(AvroKind.Map) { Parts = [Compile(((MapSchema)schema).ValueSchema)], MinimumBytes = 1 },
        Schema.Type.Union => new AvroType(AvroKind.Union) { Parts = [.. ((UnionSchema)schema).Schemas.Select(Compile)], MinimumBytes = 1 },
        Schema.Type.Record or Schema.Type.Error => Record((RecordSchema)schema),
        _ => throw new NotSupportedException($"Avro's {schema.Tag} cannot be read"),
    };

    private AvroType Record(RecordSchema schema)
    {
        if (_records.TryGetValue(schema, out AvroType? known))
        {
            return known;
        }

        AvroType type = new(AvroKind.Record);
        _records[schema] = type;
        type.Fields = [.. schema.Fields.Select(field => new AvroField(field.Name, Compile(field.Schema)))];
        type.MinimumBytes = (int)Math.Min(type.Fields.Sum(field => (long)field.Type.MinimumBytes), int.MaxValue);
        return type;
    }

    private AvroType Scalar(AvroKind kind, Schema schema, int minimumBytes)
    {
        int precision = Number(schema, "precision");
        int scale = Number(schema, "scale");
        return new AvroType(kind)
        {
            Size = schema is FixedSchema { Size: var size } ? size : 0,
            Scale = scale,
            MinimumBytes = minimumBytes,
            Logical = appliesLogicalTypes ? Logical(kind, schema, precision, scale) : AvroLogical.None,
        };
    }

    // A logical type that does not fit its type is ignored, as the specification wants it.
    private static AvroLogical Logical(AvroKind kind, Schema schema, int precision, int scale) => (AvroSchemas.LogicalType(schema), kind) switch
    {
        ("decimal", AvroKind.Bytes or AvroKind.Fixed) when precision > 0 && scale >= 0 && scale <= Math.Min(precision, DecimalValue.MaxScale) => AvroLogical.Decimal,
        ("big-decimal", AvroKind.Bytes) => AvroLogical.BigDecimal,
        ("date", AvroKind.Int) => AvroLogical.Date,
        ("time-millis", AvroKind.Int) => AvroLogical.TimeMillis,
        ("time-micros", AvroKind.Long) => AvroLogical.TimeMicros,
        ("timestamp-millis", AvroKind.Long) => AvroLogical.TimestampMillis,
        ("timestamp-micros", AvroKind.Long) => AvroLogical.TimestampMicros,
        ("uuid", AvroKind.Fixed) when schema is FixedSchema { Size: 16 } => AvroLogical.Uuid,
        _ => AvroLogical.None,
    };

    private static int Number(Schema schema, string property) =>
        int.TryParse(schema.GetProperty(property), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : 0;
}
