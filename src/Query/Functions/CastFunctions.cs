using System.Text;
using System.Text.Json;
using Query.Expressions;
using Query.Values;
using Query.Values.Times;
using Query.Vectors;
using Segments.Columns;
using Segments.Schema;

namespace Query.Functions;

/// <summary>CAST: the second argument names the type.</summary>
internal static class CastFunctions
{
    public static void Register(FunctionTable table) => table.Add("cast", Resolve);

    /// <summary>The conversion CAST makes, or null if the values are the same in both types.</summary>
    public static VectorFunction? Find(SqlType from, SqlType to)
    {
        if (from.IsUnknown || from.Type == to.Type)
        {
            return from.IsUnknown ? Conversions.Find(from, to) : null;
        }

        return (from.Type, to.Type) switch
        {
            (DataType.Boolean, DataType.String or DataType.Json) => BooleansToTexts,
            (DataType.Timestamp, DataType.String or DataType.Json) => TimestampsToTexts,
            (DataType.String or DataType.Json, DataType.Boolean) => TextsToBooleans,
            (DataType.BigDecimal, DataType.Boolean) => DecimalsToBooleans,
            (DataType.String or DataType.Json, DataType.Timestamp) => TextsToTimestamps,
            (DataType.Float or DataType.Double, DataType.Boolean) => DoublesToBooleans,
            (DataType.Boolean, DataType.Int or DataType.Long or DataType.Timestamp) => null,
            (_, DataType.Boolean) => LongsToBooleans,
            _ => Conversions.Find(from, to),
        };
    }

    private static ScalarFunction Resolve(IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        if (arguments.Count != 2 || arguments[1] is not BoundLiteral { IsNull: false } name || name.Type.Physical != PhysicalType.Bytes)
        {
            throw Signature.Refuse(site, "CAST takes a value and the name of a type, as in CAST(x AS LONG)", position);
        }

        SqlType source = arguments[0].Type;
        if (!TryParseType(name.Text.ToUpperInvariant(), out SqlType target))
        {
            throw Signature.Refuse(
                site,
                $"{name.Text} is no type to cast to; there are INT, LONG, FLOAT, DOUBLE, DECIMAL, BOOLEAN, TIMESTAMP, STRING, JSON and BYTES",
                position);
        }

        if (site == CallSite.Folded && source.IsUnknown)
        {
            return Signature.NullOf("cast");
        }

        target = target with { IsArray = source.IsArray };
        CheckPossible(source, target, site, position);
        return site switch
        {
            CallSite.Folded => Folded(source, target),
            CallSite.Record => Named(target, RecordConversions.Find(source, target) ?? Same),
            _ => Named(target, Find(source, target) ?? Same),
        };
    }

    // Literals lose TIMESTAMP and JSON: the folded value is a LONG or STRING.
    private static ScalarFunction Folded(SqlType source, SqlType target) => target.Type switch
    {
        DataType.Timestamp => Named(SqlType.Long, Find(source, target) ?? Same),
        DataType.Json => Named(SqlType.Text, source.Type == DataType.String ? TextsToJson : Find(source, target) ?? Same),
        _ => Named(target, Find(source, target) ?? Same),
    };

    private static ScalarFunction Named(SqlType type, VectorFunction evaluate) => new("cast as " + type.PinotName, type, evaluate);

    private static void CheckPossible(SqlType source, SqlType target, CallSite site, int? position)
    {
        bool bytes = target.Type == DataType.Bytes && source.Type is not (DataType.Bytes or DataType.String or DataType.Json);
        bool fromBytes = source.Type == DataType.Bytes && target.Type is not (DataType.Bytes or DataType.String or DataType.Json);
        bool list = source.IsArray && target.Type is DataType.BigDecimal or DataType.Json or DataType.Bytes;
        bool folded = site == CallSite.Folded && target.Type == DataType.Timestamp && source.Type is DataType.Boolean or DataType.Int;
        if (bytes || fromBytes || list || folded)
        {
            throw Signature.Refuse(site, $"{source.PinotName} cannot be cast to {target.Type.PinotName()}", position);
        }
    }

    private static bool TryParseType(string name, out SqlType type)
    {
        bool isArray = name.EndsWith("_ARRAY", StringComparison.Ordinal);
        string element = isArray ? name[..^"_ARRAY".Length] : name;
        element = element switch
        {
            "INTEGER" => "INT",
            "BIGINT" => "LONG",
            "DECIMAL" => "BIG_DECIMAL",
            "VARCHAR" => "STRING",
            "VARBINARY" => "BYTES",
            _ => element,
        };
        bool found = DataTypes.TryParse(element, out DataType parsed);
        type = new SqlType(parsed, isArray);
        return found;
    }

    private static void Same(Vector[] arguments, Vector result, VectorContext context)
    {
        Vector source = arguments[0];
        Conversions.StartLike(source, source.Form, result);
        switch (source.Form)
        {
            case PhysicalType.Long:
                source.Longs.AsSpan(0, source.ValueCount).CopyTo(result.Longs);
                break;
            case PhysicalType.Double:
                source.Doubles.AsSpan(0, source.ValueCount).CopyTo(result.Doubles);
                break;
            default:
                source.Texts.AsSpan(0, source.ValueCount).CopyTo(result.Texts);
                break;
        }
    }

    private static void BooleansToTexts(Vector[] arguments, Vector result, VectorContext context)
    {
        Conversions.StartLike(arguments[0], PhysicalType.Bytes, result);
        Utf8Slice yes = context.Arena.Add("true"u8);
        Utf8Slice no = context.Arena.Add("false"u8);
        for (int i = 0; i < result.ValueCount; i++)
        {
            result.Texts[i] = arguments[0].Longs[i] != 0 ? yes : no;
        }
    }

    private static void TimestampsToTexts(Vector[] arguments, Vector result, VectorContext context)
    {
        Conversions.StartLike(arguments[0], PhysicalType.Bytes, result);
        Span<byte> text = stackalloc byte[SqlTimestamp.MaxBytes];
        for (int i = 0; i < result.ValueCount; i++)
        {
            result.Texts[i] = context.Arena.Add(text[..SqlTimestamp.Write(arguments[0].Longs[i], text)]);
        }
    }

    private static void TextsToBooleans(Vector[] arguments, Vector result, VectorContext context)
    {
        Conversions.StartLike(arguments[0], PhysicalType.Long, result);
        for (int i = 0; i < result.ValueCount; i++)
        {
            result.Longs[i] = Ascii.EqualsIgnoreCase(arguments[0].Texts[i].Span, "true"u8) ? 1 : 0;
        }
    }

    private static void TextsToTimestamps(Vector[] arguments, Vector result, VectorContext context)
    {
        Conversions.StartLike(arguments[0], PhysicalType.Long, result);
        for (int i = 0; i < result.ValueCount; i++)
        {
            ReadOnlySpan<byte> text = arguments[0].Texts[i].Span;
            bool isNull = result.HasNulls && !result.IsMultiValue && result.IsNull(i);
            result.Longs[i] = isNull ? 0
                : SqlTimestamp.TryParse(Encoding.UTF8.GetString(text), out long millis) ? millis
                : throw Conversions.Unreadable(text, "timestamp");
        }
    }

    private static void LongsToBooleans(Vector[] arguments, Vector result, VectorContext context)
    {
        Conversions.StartLike(arguments[0], PhysicalType.Long, result);
        for (int i = 0; i < result.ValueCount; i++)
        {
            result.Longs[i] = arguments[0].Longs[i] != 0 ? 1 : 0;
        }
    }

    private static void DoublesToBooleans(Vector[] arguments, Vector result, VectorContext context)
    {
        Conversions.StartLike(arguments[0], PhysicalType.Long, result);
        for (int i = 0; i < result.ValueCount; i++)
        {
            result.Longs[i] = arguments[0].Doubles[i] != 0 ? 1 : 0;
        }
    }

    private static void DecimalsToBooleans(Vector[] arguments, Vector result, VectorContext context)
    {
        Conversions.StartLike(arguments[0], PhysicalType.Long, result);
        for (int i = 0; i < result.ValueCount; i++)
        {
            result.Longs[i] = Conversions.ParseDecimal(arguments[0].Texts[i].Span).Sign != 0 ? 1 : 0;
        }
    }

    private static void TextsToJson(Vector[] arguments, Vector result, VectorContext context)
    {
        Conversions.StartLike(arguments[0], PhysicalType.Bytes, result);
        for (int i = 0; i < result.ValueCount; i++)
        {
            string text = Encoding.UTF8.GetString(arguments[0].Texts[i].Span);
            result.Texts[i] = Utf8Text.Encode(IsJson(text) ? text.Trim() : JsonSerializer.Serialize(text), context.Arena);
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
