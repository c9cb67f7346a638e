using System.Text.Json.Nodes;
using Avro;
using Avro.File;
using Avro.Generic;
using Ingestion.Avro;
using Ingestion.Sources;
using Segments.Schema;

namespace Ingestion.SchemaInference;

/// <summary>Makes a Pinot schema from an Avro schema.</summary>
public static class AvroSchemaInference
{
    /// <summary>Infers a schema from a record's schema.</summary>
    /// <param name="avroSchema">The Avro schema, JSON.</param>
    /// <param name="options">What fields become.</param>
    /// <returns>The schema, ready to be posted.</returns>
    /// <exception cref="IngestionException">It is no schema of a record, or a field cannot become a column.</exception>
    public static JsonObject Infer(string avroSchema, InferenceOptions options)
    {
        InferredSchema schema = new(options);
        foreach (Field field in AvroSchemas.ParseRecord(avroSchema).Fields)
        {
            if (options.FlattensRecords)
            {
                AddFlat(schema, options, field.Name, field.Schema, []);
            }
            else
            {
                AddPlain(schema, field.Name, field.Schema);
            }
        }

        return schema.ToJson();
    }

    /// <summary>The schema inside an Avro container file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The Avro schema, JSON.</returns>
    /// <exception cref="IngestionException">The file is no Avro container, or cannot be read.</exception>
    public static string ReadSchemaOf(string path)
    {
        try
        {
            using IFileReader<GenericRecord> reader = DataFileReader<GenericRecord>.OpenReader(path);
            return reader.GetMetaString("avro.schema");
        }
        catch (Exception exception) when (exception is AvroException or IOException or UnauthorizedAccessException or InvalidOperationException or ArgumentException)
        {
            throw new IngestionException($"{path} is no Avro data file that can be read: {exception.Message}", exception);
        }
    }

    private static void AddPlain(InferredSchema schema, string name, Schema field)
    {
        Schema type = Unwrap(name, field, []);
        if (type is ArraySchema list)
        {
            DataType item = TypeOf(Unwrap(name, list.ItemSchema, []));
            schema.Add(name, item, isMultiValue: item != DataType.Json);
        }
        else
        {
            schema.Add(name, TypeOf(type));
        }
    }

    private static void AddFlat(InferredSchema schema, InferenceOptions options, string path, Schema field, IReadOnlyList<Schema> outer)
    {
        Schema type = WithoutNull(path, field);
        switch (type)
        {
            case RecordSchema record when outer.Contains(record, ReferenceEqualityComparer.Instance):
                throw new IngestionException($"field '{path}': the record '{record.Name}' contains itself and cannot be flattened");
            case RecordSchema record:
                foreach (Field inner in record.Fields)
                {
                    AddFlat(schema, options, $"{path}{options.Delimiter}{inner.Name}", inner.Schema, [.. outer, record]);
                }

                break;
            case ArraySchema list when options.FieldsToUnnest.Contains(path, StringComparer.Ordinal):
                AddFlat(schema, options, path, list.ItemSchema, outer);
                break;
            case ArraySchema list:
                AddList(schema, options, path, TypeOf(list.ItemSchema is UnionSchema ? WithoutNull(path, list.ItemSchema) : list.ItemSchema));
                break;
            default:
                schema.Add(path, TypeOf(type));
                break;
        }
    }

    private static void AddList(InferredSchema schema, InferenceOptions options, string path, DataType item)
    {
        bool isScalar = item != DataType.Json;
        if (options.CollectionToJson == CollectionToJson.All || (options.CollectionToJson == CollectionToJson.NonPrimitive && !isScalar))
        {
            schema.Add(path, DataType.String);
        }
        else if (options.CollectionToJson == CollectionToJson.NonPrimitive)
        {
            schema.Add(path, item, isMultiValue: true);
        }
    }

    // A record of one field is what its field is, as deep as that goes.
    private static Schema Unwrap(string name, Schema field, IReadOnlyList<Schema> outer)
    {
        Schema type = WithoutNull(name, field);
        return type is RecordSchema { Fields: [var only] } && !outer.Contains(type, ReferenceEqualityComparer.Instance)
            ? Unwrap(name, only.Schema, [.. outer, type])
            : type;
    }

    private static Schema WithoutNull(string name, Schema schema)
    {
        if (schema is not UnionSchema union)
        {
            return schema;
        }

        Schema[] branches = [.. union.Schemas.Where(branch => branch.Tag != Schema.Type.Null)];
        return branches.Length switch
        {
            1 => branches[0],
            0 => throw new IngestionException($"field '{name}': Cannot find non-null schema in UNION schema"),
            _ => throw new IngestionException($"field '{name}': More than one non-null schema in UNION schema"),
        };
    }

    private static DataType TypeOf(Schema type) => type.Tag switch
    {
        Schema.Type.Int => DataType.Int,
        Schema.Type.Long => DataType.Long,
        Schema.Type.Float => DataType.Float,
        Schema.Type.Double => DataType.Double,
        Schema.Type.Boolean => DataType.Boolean,
        Schema.Type.Bytes or Schema.Type.Fixed => DataType.Bytes,
        Schema.Type.Map or Schema.Type.Array or Schema.Type.Record or Schema.Type.Error or Schema.Type.Union => DataType.Json,
        _ => DataType.String,
    };
}
