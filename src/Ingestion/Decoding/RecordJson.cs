using System.Globalization;
using System.Numerics;
using System.Text;
using Ingestion.Records;

namespace Ingestion.Decoding;

/// <summary>Lists and maps of a record as the JSON text that Pinot stores: compact, numbers as Java prints them, booleans as texts, bytes as base64.</summary>
internal static class RecordJson
{
    /// <summary>The same as a text of its own.</summary>
    public static string Text(object? value)
    {
        Utf8Buffer buffer = new();
        Write(value, buffer);
        return Encoding.UTF8.GetString(buffer.Span);
    }

    public static void Write(object? value, Utf8Buffer target)
    {
        switch (value)
        {
            case null:
                target.Add("null"u8);
                break;
            case List<object?> list:
                WriteList(list, target);
                break;
            case Dictionary<string, object?> map:
                WriteMap(map, target);
                break;
            case string text:
                JsonText.WriteQuoted(Encoding.UTF8.GetBytes(text), target);
                break;
            case bool flag:
                target.Add(flag ? "\"true\""u8 : "\"false\""u8);
                break;
            case float number:
                WriteNumber(NumberText.JavaText(number), float.IsFinite(number), target);
                break;
            case double number:
                WriteNumber(NumberText.JavaText(number), double.IsFinite(number), target);
                break;
            case byte[] bytes:
                WriteNumber(Convert.ToBase64String(bytes), isNumber: false, target);
                break;
            default:
                target.Add(Encoding.ASCII.GetBytes(Digits(value)));
                break;
        }
    }

    private static string Digits(object value) => value switch
    {
        DecimalValue number => NumberText.Plain(number.Unscaled, number.Scale),
        TimestampValue moment => moment.Millis.ToString(CultureInfo.InvariantCulture),
        BigInteger number => number.ToString(CultureInfo.InvariantCulture),
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
    };

    private static void WriteNumber(string text, bool isNumber, Utf8Buffer target)
    {
        byte[] ascii = Encoding.ASCII.GetBytes(text);
        if (isNumber)
        {
            target.Add(ascii);
        }
        else
        {
            JsonText.WriteQuoted(ascii, target);
        }
    }

    private static void WriteList(List<object?> list, Utf8Buffer target)
    {
        target.Add((byte)'[');
        for (int i = 0; i < list.Count; i++)
        {
            if (i > 0)
            {
                target.Add((byte)',');
            }

            Write(list[i], target);
        }

        target.Add((byte)']');
    }

    private static void WriteMap(Dictionary<string, object?> map, Utf8Buffer target)
    {
        target.Add((byte)'{');
        bool isFirst = true;
        foreach ((string key, object? value) in map)
        {
            if (!isFirst)
            {
                target.Add((byte)',');
            }

            isFirst = false;
            JsonText.WriteQuoted(Encoding.UTF8.GetBytes(key), target);
            target.Add((byte)':');
            Write(value, target);
        }

        target.Add((byte)'}');
    }
}
