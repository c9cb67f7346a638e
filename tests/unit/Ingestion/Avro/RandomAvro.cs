using System.Text.Json.Nodes;
using Avro;
using Avro.Generic;

namespace UnitTests.Ingestion.Avro;

/// <summary>Random schemas, and random values of them.</summary>
internal sealed class RandomAvro(int seed)
{
    private readonly Random _random = new(seed);
    private int _names;

    public JsonObject Record(int depth)
    {
        JsonArray fields = [.. Enumerable.Range(0, _random.Next(depth < 3 ? 0 : 1, 5)).Select(i => (JsonNode)new JsonObject { ["name"] = $"f{i}", ["type"] = Type(depth - 1) })];
        return new JsonObject { ["type"] = "record", ["name"] = $"R{_names++}", ["fields"] = fields };
    }

    public object? Value(Schema schema)
    {
        switch (schema)
        {
            case UnionSchema union:
                return Value(union.Schemas[_random.Next(union.Schemas.Count)]);
            case RecordSchema record:
                GenericRecord values = new(record);
                record.Fields.ForEach(field => values.Add(field.Pos, Value(field.Schema)));
                return values;
            case ArraySchema array:
                return Enumerable.Range(0, _random.Next(4)).Select(_ => Value(array.ItemSchema)).ToArray();
            case MapSchema map:
                return Enumerable.Range(0, _random.Next(4)).ToDictionary(i => Word() + i, object (_) => Value(map.ValueSchema)!, StringComparer.Ordinal);
            case EnumSchema symbols:
                return new GenericEnum(symbols, symbols.Symbols[_random.Next(symbols.Symbols.Count)]);
            case FixedSchema { Size: var size } isFixed:
                return new GenericFixed(isFixed, Bytes(size));
            default:
                return Scalar(schema.Tag);
        }
    }

    private object? Scalar(Schema.Type type) => type switch
    {
        Schema.Type.Null => null,
        Schema.Type.Boolean => _random.Next(2) == 1,
        Schema.Type.Int => (int)(_random.NextInt64() >> _random.Next(64)),
        Schema.Type.Long => (_random.NextInt64() >> _random.Next(64)) * (_random.Next(2) == 0 ? 1 : -1),
        Schema.Type.Float => BitConverter.Int32BitsToSingle(_random.Next()),
        Schema.Type.Double => BitConverter.Int64BitsToDouble(_random.NextInt64()),
        Schema.Type.Bytes => Bytes(_random.Next(40)),
        _ => Word(),
    };

    private JsonNode Type(int depth)
    {
        string[] scalars = ["null", "boolean", "int", "long", "float", "double", "string", "bytes"];
        return _random.Next(depth > 0 ? 14 : 9) switch
        {
            < 7 => scalars[_random.Next(scalars.Length)],
            7 => new JsonObject { ["type"] = "enum", ["name"] = $"E{_names++}", ["symbols"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 80)).Select(i => (JsonNode)$"S{i}")]) },
            8 => new JsonObject { ["type"] = "fixed", ["name"] = $"F{_names++}", ["size"] = _random.Next(1, 20) },
            9 => new JsonObject { ["type"] = "array", ["items"] = Type(depth - 1) },
            10 => new JsonObject { ["type"] = "map", ["values"] = Type(depth - 1) },
            11 => Record(depth - 1),
            12 => new JsonArray("null", new JsonObject { ["type"] = "array", ["items"] = Type(depth - 1) }),
            _ => new JsonArray([.. scalars.Where(_ => _random.Next(2) == 0).Append("boolean").Distinct(StringComparer.Ordinal).Select(name => (JsonNode)name)]),
        };
    }

    private byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }

    private string Word() => string.Concat(Enumerable.Range(0, _random.Next(12)).Select(_ => _random.Next(8) switch
    {
        0 => "é",
        1 => "😀",
        2 => "\0",
        _ => ((char)_random.Next('a', 'z')).ToString(),
    }));
}
