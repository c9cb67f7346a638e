using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Reflection;
using ProtoBuf;

namespace UnitTests.Ingestion.Protobuf;

/// <summary>Random messages, and what Pinot makes of their fields.</summary>
internal sealed class RandomProto(int seed)
{
    private static readonly PropertyInfo[] Fields = [.. typeof(Everything).GetProperties().OrderBy(Number)];

    private readonly Random _random = new(seed);

    public Everything Message(int depth)
    {
        Everything message = new();
        foreach (PropertyInfo field in Fields.Where(_ => _random.Next(3) > 0))
        {
            field.SetValue(message, Value(field.PropertyType, depth));
        }

        return message;
    }

    /// <summary>What a reader shall give for the fields of a message that is not inside another.</summary>
    /// <param name="message">The message.</param>
    /// <param name="tellsZeros">True if a zero that was written differs from none, as in proto2.</param>
    public static string Expected(Everything message, bool tellsZeros) => string.Join('|', Fields.Select(field => $"{field.Name}={Top(field, field.GetValue(message), tellsZeros)}"));

    /// <summary>The same of what our reader gives.</summary>
    public static string Actual(Func<string, object?> value) => string.Join('|', Fields.Select(field => $"{field.Name}={Show(value(field.Name))}"));

    public static IEnumerable<string> Names => Fields.Select(property => property.Name);

    private static int Number(PropertyInfo field) => field.GetCustomAttribute<ProtoMemberAttribute>()!.Tag;

    private static string Top(PropertyInfo field, object? value, bool tellsZeros) =>
        tellsZeros && field.PropertyType.IsValueType && IsZero(value) ? "null" : Show(Model(value, tellsZeros));

    private object? Value(Type type, int depth)
    {
        if (type == typeof(Everything))
        {
            return depth > 0 ? Message(depth - 1) : null;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
        {
            IList list = (IList)Activator.CreateInstance(type)!;
            for (int i = _random.Next(4); i > 0; i--)
            {
                if (Value(type.GenericTypeArguments[0], depth) is { } item)
                {
                    list.Add(item);
                }
            }

            return list;
        }

        if (type.IsGenericType)
        {
            IDictionary map = (IDictionary)Activator.CreateInstance(type)!;
            for (int i = _random.Next(3); i > 0; i--)
            {
                if (Value(type.GenericTypeArguments[1], depth) is { } item)
                {
                    map[Value(type.GenericTypeArguments[0], depth)!] = item;
                }
            }

            return map;
        }

        long bits = _random.Next(3) switch { 0 => _random.Next(-2, 3), 1 => _random.Next(), _ => (long)(_random.NextInt64() ^ (_random.NextInt64() << 1)) };
        return Type.GetTypeCode(type.IsEnum ? typeof(object) : type) switch
        {
            TypeCode.Double => _random.Next(5) == 0 ? 0d : BitConverter.Int64BitsToDouble(bits),
            TypeCode.Single => _random.Next(5) == 0 ? 0f : (float)bits / 3,
            TypeCode.Int32 => (int)bits,
            TypeCode.Int64 => bits,
            TypeCode.UInt32 => (uint)bits,
            TypeCode.UInt64 => (ulong)bits,
            TypeCode.Boolean => bits % 2 == 0,
            TypeCode.String => new string((char)('a' + (bits & 15)), _random.Next(5)) + (_random.Next(4) == 0 ? "ä€" : ""),
            _ when type.IsEnum => Enum.GetValues<Colour>()[_random.Next(3)],
            _ => BitConverter.GetBytes(bits)[.._random.Next(8)],
        };
    }

    private static bool IsZero(object? value) => value switch
    {
        null => true,
        string text => text.Length == 0,
        byte[] bytes => bytes.Length == 0,
        double number => BitConverter.DoubleToInt64Bits(number) == 0,
        float number => BitConverter.SingleToInt32Bits(number) == 0,
        Colour colour => colour == Colour.Red,
        ICollection collection => collection.Count == 0,
        _ => Convert.ToDecimal(value, CultureInfo.InvariantCulture) == 0,
    };

    // The conventions of a record.
    private static object? Model(object? value, bool tellsZeros) => value switch
    {
        uint number => number <= int.MaxValue ? (int)number : (object)(long)number,
        ulong number => number <= long.MaxValue ? (object)(long)number : new BigInteger(number),
        Colour colour => colour.ToString(),
        Everything message => Inner(message, tellsZeros) is { Count: > 0 } fields ? fields : null,
        byte[] => value,
        IDictionary map => map.Count == 0 ? null : map.Keys.Cast<object>().Select(key => (Key: Convert.ToString(key, CultureInfo.InvariantCulture)!, Value: Model(map[key], tellsZeros)))
            .Where(entry => entry.Value is not null).ToDictionary(entry => entry.Key, entry => entry.Value),
        IList list => list.Cast<object?>().Select(item => Model(item, tellsZeros)).Where(item => item is not null).ToList() is { Count: > 0 } items ? items : null,
        _ => value,
    };

    private static Dictionary<string, object?> Inner(Everything message, bool tellsZeros) => Fields
        .Select(field => (field.Name, Value: field.GetValue(message)))
        .Where(field => field.Value is Everything || !IsZero(field.Value) || (tellsZeros && field.Value is string or byte[]))
        .Select(field => (field.Name, field.Value, Model: Model(field.Value, tellsZeros)))
        .Where(field => field.Model is not null || field.Value is Everything)
        .ToDictionary(field => field.Name, field => field.Model);

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        bool flag => flag ? "true" : "false",
        byte[] bytes => $"x{Convert.ToHexString(bytes)}",
        double number => $"d{BitConverter.DoubleToInt64Bits(number).ToString(CultureInfo.InvariantCulture)}",
        float number => $"f{BitConverter.SingleToInt32Bits(number).ToString(CultureInfo.InvariantCulture)}",
        int number => $"i{number.ToString(CultureInfo.InvariantCulture)}",
        long number => $"l{number.ToString(CultureInfo.InvariantCulture)}",
        IDictionary<string, object?> map => $"{{{string.Join(',', map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}:{Show(pair.Value)}"))}}}",
        IEnumerable<object?> list => $"[{string.Join(',', list.Select(Show))}]",
        _ => $"b{value}",
    };
}
