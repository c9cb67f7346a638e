using System.Text.Json;
using System.Text.Unicode;
using Segments.Rows;
using Segments.Schema;

namespace Ingestion.Decoding;

/// <summary>Reads one JSON object into a row, token by token: what this class takes and refuses is what the fast path must take and refuse.</summary>
/// <remarks>Unknown fields are ignored; of a repeated field the last counts; bytes after the object are ignored. One thread at a time.</remarks>
internal sealed class StrictJsonDecoder
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonText.MaxDepth };

    private readonly JsonFields _fields;
    private readonly ColumnConverter _converter;
    private readonly Utf8Buffer _utf8 = new();
    private readonly Utf8Buffer _unescaped = new();
    private readonly Utf8Buffer _json = new();

    public StrictJsonDecoder(TableSchema schema, ColumnConverter converter)
    {
        _fields = new JsonFields(schema);
        _converter = converter;
    }

    /// <summary>Fills the row, which is clear.</summary>
    /// <param name="payload">A message.</param>
    /// <param name="row">Its slots may be half filled if a fault is returned.</param>
    /// <param name="layout">If given, learns where the fields of this message stand.</param>
    /// <returns>What is wrong, or null.</returns>
    public string? Decode(ReadOnlySpan<byte> payload, RowBuffer row, MessageLayout.Builder? layout = null)
    {
        ReadOnlySpan<byte> utf8 = PayloadEncoding.ToUtf8(payload, _utf8);
        if (utf8.Length != payload.Length)
        {
            layout?.GiveUp();
        }

        try
        {
            return DecodeObject(utf8, row, layout);
        }
        catch (JsonException exception)
        {
            return $"not valid JSON: {exception.Message}";
        }
    }

    /// <summary>Reads the one value at the start of <paramref name="json"/> into a column.</summary>
    /// <returns>Bytes read, or -1 if the value cannot be taken; the whole message then goes through <see cref="Decode"/> for the reason.</returns>
    public int DecodeValue(ReadOnlySpan<byte> json, RowBuffer row, int column)
    {
        // One level less: the object around it is one.
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth - 1 });
        try
        {
            if (!reader.Read())
            {
                return -1;
            }

            if (column < 0)
            {
                reader.Skip();
            }
            else if (SetField(ref reader, row, column) is not null)
            {
                return -1;
            }
        }
        catch (JsonException)
        {
            return -1; // Decode finds it again and says where.
        }

        int bytes = (int)reader.BytesConsumed;
        return Utf8.IsValid(json[..bytes]) ? bytes : -1;
    }

    private string? DecodeObject(ReadOnlySpan<byte> utf8, RowBuffer row, MessageLayout.Builder? layout)
    {
        Utf8JsonReader reader = new(utf8, Options);
        if (utf8.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return "the message is empty";
        }

        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return $"not a JSON object: the message is {Name(reader.TokenType)}";
        }

        string? fault = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int column = Column(ref reader);
            bool isPlain = !reader.ValueIsEscaped;
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            if (column < 0)
            {
                reader.Skip();
            }
            else
            {
                // A fault of a value counts only if the rest of the message is sound: what is no JSON is told as such.
                fault ??= SetField(ref reader, row, column);
                Finish(ref reader);
            }

            layout?.Add(start, (int)reader.BytesConsumed, isPlain ? column : MessageLayout.Unusual);
        }

        int end = (int)reader.BytesConsumed;
        layout?.End(utf8, end);
        return Utf8.IsValid(utf8[..end]) ? fault : "not valid UTF-8";
    }

    private int Column(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return _fields.Find(reader.ValueSpan);
        }

        _unescaped.Clear();
        JsonEscapes.Unescape(reader.ValueSpan, _unescaped);
        return _fields.Find(_unescaped.Span);
    }

    // Leaves the reader on the end of the value, also if a fault stopped the conversion inside a list.
    private static void Finish(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
        {
            reader.Skip();
        }

        while (reader.CurrentDepth > 1 && reader.Read())
        {
        }
    }

    private string? SetField(ref Utf8JsonReader reader, RowBuffer row, int ordinal)
    {
        ColumnSchema column = row.Schema.Columns[ordinal];
        row.SetNull(ordinal);
        bool isContainer = reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject;
        if (column.Type == DataType.Json && !column.IsMultiValue && isContainer)
        {
            _json.Clear();
            JsonText.WriteNative(ref reader, _json);
            return _converter.SetLimited(row, ordinal, column, _json.Span);
        }

        if (column.IsMultiValue)
        {
            row.BeginArray(ordinal);
            string? fault = isContainer ? AddEntries(ref reader, row, ordinal, column) : _converter.Set(row, ordinal, Scalar(ref reader));
            row.EndArray();
            return fault;
        }

        return isContainer
            ? TrySingle(ref reader, column, out JsonScalar single) ?? _converter.Set(row, ordinal, single)
            : _converter.Set(row, ordinal, Scalar(ref reader));
    }

    private string? AddEntries(ref Utf8JsonReader reader, RowBuffer row, int ordinal, ColumnSchema column)
    {
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                reader.Read();
            }

            JsonScalar entry = default;
            string? fault = reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject
                ? TrySingle(ref reader, column, out entry)
                : null;
            if (reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
            {
                entry = Scalar(ref reader);
            }

            fault ??= _converter.Set(row, ordinal, entry);
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>The only value inside a list or object, however deep; null if there is none. The reader ends on its end, unless there is a fault.</summary>
    private string? TrySingle(scoped ref Utf8JsonReader reader, ColumnSchema column, out JsonScalar single)
    {
        single = default;
        int depth = reader.CurrentDepth;
        bool found = false;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.Null
                or JsonTokenType.StartArray or JsonTokenType.StartObject or JsonTokenType.EndArray or JsonTokenType.EndObject)
            {
                continue;
            }

            if (found)
            {
                return $"column '{column.Name}': a list or object of several values does not fit one {column.Type.PinotName()}";
            }

            single = Scalar(ref reader);
            found = true;
        }

        return null;
    }

    private JsonScalar Scalar(scoped ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String when reader.ValueIsEscaped:
                _unescaped.Clear();
                JsonEscapes.Unescape(reader.ValueSpan, _unescaped);
                return JsonScalar.OfText(_unescaped.Span);
            case JsonTokenType.String:
                return JsonScalar.OfText(reader.ValueSpan);
            case JsonTokenType.Number:
                return JsonScalar.OfNumber(reader.ValueSpan);
            case JsonTokenType.True or JsonTokenType.False:
                return JsonScalar.Of(reader.TokenType == JsonTokenType.True);
            default:
                return JsonScalar.Null;
        }
    }

    /// <summary>What a token that is no object is called in faults.</summary>
    public static string Name(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "a boolean",
    };
}
