using System.Diagnostics;
using System.Text.Json;
using Query.Values;

namespace Web.Rest;

/// <summary>Writes one value of an answer in its wire form: integers exactly, floating point as Java prints it, NaN and infinities as text.</summary>
internal static class AnswerValue
{
    public static void Write(Utf8JsonWriter json, object? value, string type)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number:
                Write(json, number, isFloat: type is "FLOAT" or "FLOAT_ARRAY");
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case Array values:
                json.WriteStartArray();
                foreach (object? element in values)
                {
                    Write(json, element, type);
                }

                json.WriteEndArray();
                break;
            default:
                throw new UnreachableException($"no wire form for a {value.GetType()} in a column of type {type}");
        }
    }

    private static void Write(Utf8JsonWriter json, double number, bool isFloat)
    {
        Span<byte> text = stackalloc byte[JavaNumbers.MaxBytes];
        text = text[..(isFloat ? JavaNumbers.Write((float)number, text) : JavaNumbers.Write(number, text))];
        if (double.IsFinite(number))
        {
            json.WriteRawValue(text, skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(text);
        }
    }
}
