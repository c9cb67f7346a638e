using System.Collections;
using System.Globalization;
using Avro;
using Avro.Generic;
using Avro.IO;
using Ingestion.Avro;

namespace UnitTests.Ingestion.Avro;

/// <summary>Reads and writes Avro both ways: by Apache's own library and by ours.</summary>
internal static class AvroFixtures
{
    public static byte[] Write(RecordSchema schema, object value)
    {
        using MemoryStream stream = new();
        new GenericDatumWriter<object>(schema).Write(value, new BinaryEncoder(stream));
        return stream.ToArray();
    }

    public static object ReadByLibrary(RecordSchema schema, byte[] body)
    {
        using MemoryStream stream = new(body);
        return new GenericDatumReader<object>(schema, schema).Read(null!, new BinaryDecoder(stream));
    }

    public static AvroType Compile(string schema, bool appliesLogicalTypes = false) =>
        new AvroTypeCompiler(appliesLogicalTypes).Compile(AvroSchemas.ParseRecord(schema));

    /// <summary>All fields of a message by name, or what is wrong with it.</summary>
    public static (Dictionary<string, object?> Values, string? Fault) Read(string schema, ReadOnlySpan<byte> body, bool appliesLogicalTypes = false)
    {
        AvroType type = Compile(schema, appliesLogicalTypes);
        string[] names = [.. type.Fields.Select(field => field.Name)];
        object?[] values = new object?[names.Length];
        string? fault = new AvroRecordReader("E", type, name => Array.IndexOf(names, name)).Read(body, values);
        return (names.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal), fault);
    }

    /// <summary>One text for equal values, whichever library made them.</summary>
    public static string Text(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        bool flag => flag ? "true" : "false",
        byte[] bytes => $"x{Convert.ToHexString(bytes)}",
        GenericFixed bytes => $"x{Convert.ToHexString(bytes.Value)}",
        GenericEnum symbol => $"'{symbol.Value}'",
        float number => $"f{BitConverter.SingleToInt32Bits(number).ToString(CultureInfo.InvariantCulture)}",
        double number => $"d{BitConverter.DoubleToInt64Bits(number).ToString(CultureInfo.InvariantCulture)}",
        int number => $"i{number.ToString(CultureInfo.InvariantCulture)}",
        long number => $"l{number.ToString(CultureInfo.InvariantCulture)}",
        GenericRecord record => Entries(record.Schema.Fields.Select(field => (field.Name, (object?)record.GetValue(field.Pos)))),
        Dictionary<string, object?> entries => Entries(entries.Select(pair => (pair.Key, pair.Value))),
        IDictionary<string, object?> entries => Entries(entries.Select(pair => (pair.Key, pair.Value))),
        IEnumerable items => $"[{string.Join(',', items.Cast<object?>().Select(Text))}]",
        _ => value.ToString() ?? "",
    };

    private static string Entries(IEnumerable<(string Name, object? Value)> entries) =>
        $"{{{string.Join(',', entries.OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(entry => $"{entry.Name}={Text(entry.Value)}"))}}}";
}
