using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Query.Vectors;

namespace Query.Functions;

/// <summary>Texts as bytes and back, and hashes of bytes; a text given for bytes is read as hexadecimal digits.</summary>
internal static class EncodingFunctions
{
    private static readonly Signature Text = new(SqlType.Text);
    private static readonly Signature Bytes = new(SqlType.Bytes);

    private static readonly Signature Seeded = new(SqlType.Bytes, SqlType.Int);

    private delegate byte[] Hash(ReadOnlySpan<byte> data);

    public static void Register(FunctionTable table)
    {
        table.Rows("toutf8", SqlType.Bytes, Text, row => row.Return(row.Slice(0)));
        table.Rows("fromutf8", SqlType.Text, Bytes, row => row.Return(row.Text(0)));
        table.Rows("toascii", SqlType.Bytes, Text, row => row.Return(Encoding.ASCII.GetBytes(row.Text(0)).AsSpan()));
        table.Rows("fromascii", SqlType.Text, Bytes, row => row.Return(Latin(row.Bytes(0), most: 0x7F)));
        table.Rows("tobase64", SqlType.Text, Bytes, row => row.Return(Convert.ToBase64String(row.Bytes(0))));
        table.Rows("frombase64", SqlType.Bytes, Text, row => row.Return(FromBase64(row.Text(0)).AsSpan()));
        table.Rows("base64encode", SqlType.Bytes, Bytes, row => row.Return(Encoding.ASCII.GetBytes(Convert.ToBase64String(row.Bytes(0))).AsSpan()));
        table.Rows("base64decode", SqlType.Bytes, Bytes, row => row.Return(FromBase64(row.Text(0)).AsSpan()));
        table.Rows("bytestohex", SqlType.Text, Bytes, row => row.Return(Convert.ToHexStringLower(row.Bytes(0))));
        table.Rows("hextobytes", SqlType.Bytes, Text, row => row.Return(Conversions.ParseHex(row.Bytes(0)).AsSpan()));
        table.Rows("longtohexdecimal", SqlType.Text, new Signature(SqlType.Long), row => row.Return(row.Long(0).ToString("x", CultureInfo.InvariantCulture)));
        table.Rows("hexdecimaltolong", SqlType.Long, Text, row => row.Return(FromHex(row.Text(0))));
        table.Rows("encodeurl urlencodeformcomponent", SqlType.Text, Text, row => row.Return(EncodeUrl(row.Text(0))));
        table.Rows("decodeurl urldecodeformcomponent", SqlType.Text, Text, row => row.Return(DecodeUrl(row.Text(0))));
        table.Rows("isjson", SqlType.Boolean, Text, row => row.Return(IsJson(row.Bytes(0))));
        RegisterHash(table, "md5", MD5.HashData);
        RegisterHash(table, "sha", SHA1.HashData);
        RegisterHash(table, "sha256", SHA256.HashData);
        RegisterHash(table, "sha512", SHA512.HashData);
        table.Rows("crc32", SqlType.Int, Bytes, row => row.Return((long)(int)Crc32(row.Bytes(0), 0xEDB88320)));
        table.Rows("crc32c", SqlType.Int, Bytes, row => row.Return((long)(int)Crc32(row.Bytes(0), 0x82F63B78)));
        table.Rows("adler32", SqlType.Int, Bytes, row => row.Return((long)Adler32(row.Bytes(0))));
        RegisterMurmur(table);
    }

    private static void RegisterMurmur(FunctionTable table)
    {
        table.Rows("murmurhash2", SqlType.Int, Bytes, row => row.Return((long)MurmurHashes.Hash2(row.Bytes(0))));
        table.Rows("murmurhash2utf8", SqlType.Int, Text, row => row.Return((long)MurmurHashes.Hash2(row.Bytes(0))));
        table.Rows("murmurhash2bit64", SqlType.Long, Seeded with { Optional = 1 }, row =>
            row.Return(row.Count == 1 ? MurmurHashes.Hash2Of64(row.Bytes(0)) : MurmurHashes.Hash2Of64(row.Bytes(0), row.Int(1))));
        table.Rows("murmurhash3bit32", SqlType.Int, Seeded, row => row.Return((long)MurmurHashes.Hash3(row.Bytes(0), row.Int(1))));
        table.Rows("murmurhash3bit64", SqlType.Long, Seeded, row => row.Return((long)MurmurHashes.Hash3Of128(row.Bytes(0), row.Int(1)).First));
        table.Rows("murmurhash3bit128", SqlType.Bytes, Seeded, row => row.Return(MurmurBytes(row.Bytes(0), row.Int(1)).AsSpan()));
    }

    private static byte[] MurmurBytes(ReadOnlySpan<byte> data, int seed)
    {
        (ulong first, ulong second) = MurmurHashes.Hash3Of128(data, seed);
        byte[] bytes = new byte[2 * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, first);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(sizeof(ulong)), second);
        return bytes;
    }

    private static void RegisterHash(FunctionTable table, string name, Hash hash) =>
        table.Rows(name, SqlType.Text, Bytes, row => row.Return(Convert.ToHexStringLower(hash(row.Bytes(0)))));

    private static string Latin(ReadOnlySpan<byte> bytes, int most)
    {
        StringBuilder text = new(bytes.Length);
        foreach (byte value in bytes)
        {
            text.Append(value <= most ? (char)value : '\uFFFD');
        }

        return text.ToString();
    }

    private static byte[] FromBase64(string text)
    {
        byte[] bytes = new byte[(text.Length * 3 / 4) + 3];
        return Convert.TryFromBase64String(text, bytes, out int length) ? bytes[..length] : throw QueryException.Failed($"'{text}' is not base64");
    }

    private static long FromHex(string text) => long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long value) && value >= 0
        ? value
        : throw QueryException.Failed($"'{text}' is no hexadecimal number of up to 63 bits");

    // As HTML forms do: blanks become +, and * - . _ stay.
    private static string EncodeUrl(string text)
    {
        StringBuilder encoded = new();
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            char character = (char)value;
            _ = character == ' ' ? encoded.Append('+')
                : char.IsAsciiLetterOrDigit(character) || character is '*' or '-' or '.' or '_' ? encoded.Append(character)
                : encoded.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }

    private static string DecodeUrl(string text)
    {
        for (int at = text.IndexOf('%', StringComparison.Ordinal); at >= 0; at = text.IndexOf('%', at + 1))
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
            {
                throw QueryException.Failed($"'{text}' is not URL-encoded: % must be followed by two hexadecimal digits");
            }
        }

        return Uri.UnescapeDataString(text.Replace('+', ' '));
    }

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        if (text.Trim((byte)' ').IsEmpty)
        {
            return true;
        }

        Utf8JsonReader reader = new(text, isFinalBlock: true, state: default);
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return true;
    }

    private static uint Crc32(ReadOnlySpan<byte> data, uint polynomial)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) != 0 ? polynomial : 0);
            }
        }

        return ~crc;
    }

    private static int Adler32(ReadOnlySpan<byte> data)
    {
        uint low = 1;
        uint high = 0;
        foreach (byte value in data)
        {
            low = (low + value) % 65521;
            high = (high + low) % 65521;
        }

        return (int)((high << 16) | low);
    }
}
