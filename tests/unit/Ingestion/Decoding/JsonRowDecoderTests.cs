using System.Text;
using CsCheck;
using Ingestion.Decoding;
using Ingestion.Sources;
using Segments.Columns;
using Segments.Rows;
using Segments.Schema;

namespace UnitTests.Ingestion.Decoding;

public sealed class JsonRowDecoderTests
{
    private static readonly string[] Seeds =
    [
        """{"STRING":"user12","LONG":517,"TIMESTAMP":1767225600000}""",
        """{"TIMESTAMP": 1644586485807, "STRING": "8c1f0f2e-1b7e-4b1d-a0c3-5d7b9a1e2f30", "INT": 1000}""",
        """{"TIMESTAMP": "2024-02-11T13:34:45.123456Z", "STRING": "é😀 text", "INT": -7, "DOUBLE": 12.75, "FLOAT": 0.1}""",
        """{"STRING":"a\"b\\cA","BOOLEAN":true,"TEXTS":["tag1","tag2"],"INTS":[1,2,3],"unknown":{"deep":[1,{"x":null}]},"LONG":null}""",
        """{"JSON":{"a":1.50,"b":[true,"x"],"c":null},"BYTES":"0aff","BIG_DECIMAL":12345678901234567890.5000,"FLOAT":1e-3,"DOUBLE":123456789012345}""",
        """{"other":"text","LONG":9223372036854775807,"INT":3000000000,"DOUBLE":-0.0,"BOOLEAN":false,"TEXTS":[],"STRING":12.0}""",
    ];

    private static readonly string[] Pieces =
        ["0", "1", "-", ".", "e5", "\"", "\\", "\\u0000", ",", ":", "{", "}", "[", "]", " ", "\n", "null", "true", "99999999999999999999", "é", "\u0001", "0001", "1.", "-0"];

    [Fact]
    public void TryDecode_takes_and_refuses_exactly_what_the_strict_reader_does()
    {
        Gen<(int Seed, (int At, int Cut, int Piece)[] Edits)> cases =
            Gen.Select(Gen.Int[0, Seeds.Length - 1], Gen.Select(Gen.Int[0, 200], Gen.Int[0, 3], Gen.Int[-1, Pieces.Length - 1]).Array[0, 3]);

        cases.Sample(
            test =>
            {
                byte[] message = Mutate(Encoding.UTF8.GetBytes(Seeds[test.Seed]), test.Edits);
                JsonRowDecoder warm = new(TestSchemas.Everything);
                RowBuffer fast = new(TestSchemas.Everything);
                warm.TryDecode(Encoding.UTF8.GetBytes(Seeds[test.Seed]), fast, out _);
                RowBuffer slow = new(TestSchemas.Everything);
                string? expected = new StrictJsonDecoder(TestSchemas.Everything, new ColumnConverter()).Decode(message, slow);
                bool isRow = warm.TryDecode(message, fast, out string? fault);
                return isRow == (expected is null) && fault == expected && (!isRow || RowText.Of(fast) == RowText.Of(slow));
            },
            iter: 20_000);
    }

    [Fact]
    public void Records_become_the_same_rows_as_messages_read_without_them()
    {
        Gen<(int Seed, (int At, int Cut, int Piece)[] Edits)> cases =
            Gen.Select(Gen.Int[0, Seeds.Length - 1], Gen.Select(Gen.Int[0, 200], Gen.Int[0, 3], Gen.Int[-1, Pieces.Length - 1]).Array[0, 2]);
        RecordRowDecoder records = new(TestSchemas.Everything, _ => new JsonRecordReader(), takesBooleansAsNumbers: true);
        RowBatch rows = new(TestSchemas.Everything);
        RowBuffer twin = new(TestSchemas.Everything);
        ByteArena bytes = new();

        cases.Sample(
            test =>
            {
                byte[] message = Mutate(Encoding.UTF8.GetBytes(Seeds[test.Seed]), test.Edits);
                twin.Clear();
                string? expected = new StrictJsonDecoder(TestSchemas.Everything, new ColumnConverter()).Decode(message, twin);
                _ = records.Decode(Pinned(bytes, Encoding.UTF8.GetBytes(Seeds[test.Seed])), null!, rows);
                rows.Truncate(0);
                string? fault = records.Decode(Pinned(bytes, message), null!, rows);
                bool agrees = expected is null == fault is null && (fault is not null || RowText.Of(rows.Rows[0]) == RowText.Of(twin));
                Assert.True(agrees, $"{Encoding.UTF8.GetString(message)} is {expected ?? RowText.Of(twin)}, by records {fault ?? RowText.Of(rows.Rows[0])}");
                return true;
            },
            iter: 20_000,
            threads: 1);
    }

    private static unsafe Message Pinned(ByteArena bytes, byte[] message)
    {
        bytes.Clear();
        Utf8Slice slice = bytes.Add(message);
        return new Message(slice.Data, slice.Length, 0);
    }

    [Fact]
    public void TryDecode_reads_the_same_values_when_a_layout_is_known()
    {
        foreach (string seed in Seeds)
        {
            JsonRowDecoder decoder = new(TestSchemas.Everything);
            RowBuffer row = new(TestSchemas.Everything);
            Assert.True(decoder.TryDecode(Encoding.UTF8.GetBytes(seed), row, out _));
            string first = RowText.Of(row);

            Assert.True(decoder.TryDecode(Encoding.UTF8.GetBytes(seed), row, out _));

            Assert.Equal(first, RowText.Of(row));
        }
    }

    [Fact]
    public void TryDecode_does_not_allocate_for_messages_of_a_known_layout()
    {
        JsonRowDecoder decoder = new(TestSchemas.Guide);
        RowBuffer row = new(TestSchemas.Guide);
        byte[] number = """{"ts": 1644586485807, "uuid": "8c1f0f2e-1b7e-4b1d-a0c3-5d7b9a1e2f30", "count": 5}"""u8.ToArray();
        byte[] text = """{"ts": "2024-02-11T13:34:45.123456Z", "uuid": "8c1f0f2e-1b7e-4b1d-a0c3-5d7b9a1e2f30", "count": 5}"""u8.ToArray();
        decoder.TryDecode(number, row, out _);
        decoder.TryDecode(text, row, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 1000; i++)
        {
            decoder.TryDecode(number, row, out _);
            decoder.TryDecode(text, row, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void TryDecode_forgets_a_layout_whose_field_repeats_with_null() =>
        Assert.Equal("null", Decode(TestSchemas.Guide, "uuid", """{"uuid":"a","uuid":null}""", """{"uuid":"b","uuid":null}"""));

    [Theory]
    [InlineData("INT", "3000000000", "-1294967296")]
    [InlineData("INT", "1.9", "1")]
    [InlineData("INT", "-1.9", "-1")]
    [InlineData("INT", "1e10", "2147483647")]
    [InlineData("INT", "\" 42 \"", "42")]
    [InlineData("INT", "\"+5\"", "5")]
    [InlineData("INT", "true", "1")]
    [InlineData("INT", "[null,7]", "7")]
    [InlineData("INT", "[]", "null")]
    [InlineData("LONG", "9223372036854775808", "-9223372036854775808")]
    [InlineData("LONG", "1E400", "9223372036854775807")]
    [InlineData("DOUBLE", "\"NaN\"", "null")]
    [InlineData("DOUBLE", "-0.0", "0")]
    [InlineData("DOUBLE", "\"7d\"", "7")]
    [InlineData("FLOAT", "0.1", "0.10000000149011612")]
    [InlineData("BIG_DECIMAL", "1e-7", "'0.0000001'")]
    [InlineData("BIG_DECIMAL", "\"1e3\"", "'1000'")]
    [InlineData("BIG_DECIMAL", "123456789012345678901234567890", "'123456789012345678901234567890'")]
    [InlineData("BOOLEAN", "\"TRUE\"", "1")]
    [InlineData("BOOLEAN", "\"yes\"", "0")]
    [InlineData("BOOLEAN", "2", "1")]
    [InlineData("TIMESTAMP", "1644586485807.9", "1644586485807")]
    [InlineData("TIMESTAMP", "\"2024-02-11T13:34:45.123456Z\"", "1707658485123")]
    [InlineData("TIMESTAMP", "\"2024-02-11 13:34:45\"", "1707658485000")]
    [InlineData("TIMESTAMP", "\"1644586485807\"", "1644586485807")]
    [InlineData("STRING", "12", "'12'")]
    [InlineData("STRING", "12.0", "'12.0'")]
    [InlineData("STRING", "1e10", "'1.0E10'")]
    [InlineData("STRING", "1e-7", "'1.0E-7'")]
    [InlineData("STRING", "-0.0", "'-0.0'")]
    [InlineData("STRING", "true", "'true'")]
    [InlineData("STRING", "{\"a\":1}", "'1'")]
    [InlineData("STRING", "{\"a\":{\"b\":2}}", "'2'")]
    [InlineData("STRING", "\"a\\u0000b\"", "'a'")]
    [InlineData("STRING", "\"lone\\ud83d\"", "'lone?'")]
    [InlineData("STRING", "\"\\ud83d\\ude00\"", "'😀'")]
    [InlineData("JSON", "{\"a\":1.50, \"b\":[true]}", "'{\"a\":1.5,\"b\":[\"true\"]}'")]
    [InlineData("JSON", "\" 12 \"", "'12'")]
    [InlineData("JSON", "\"7.0\"", "'7'")]
    [InlineData("JSON", "\"1e3\"", "'1E+3'")]
    [InlineData("JSON", "\"not json\"", "'\"not json\"'")]
    [InlineData("JSON", "\"\"", "''")]
    [InlineData("JSON", "[]", "'[]'")]
    [InlineData("JSON", "true", "'true'")]
    [InlineData("BYTES", "\"0aFF\"", "0aff")]
    [InlineData("TEXTS", "\"one\"", "['one']")]
    [InlineData("TEXTS", "[1,null,[\"x\"]]", "['1','x']")]
    [InlineData("INTS", "{\"a\":1,\"b\":2}", "[1,2]")]
    [InlineData("INTS", "[1,2.5]", "[1,2]")]
    [InlineData("INTS", "[null]", "null")]
    public void TryDecode_converts_a_value_as_Pinot_does(string column, string json, string stored) =>
        Assert.Equal(stored, Decode(TestSchemas.Everything, column, $$"""{"{{column}}":{{json}}}"""));

    [Theory]
    [InlineData("""{"INT":"4.2"}""", "column 'INT': the text '4.2' is no INT")]
    [InlineData("""{"TIMESTAMP":1644586485}""", "too small for a TIMESTAMP in epoch milliseconds")]
    [InlineData("""{"TIMESTAMP":"yesterday"}""", "the text 'yesterday' is no TIMESTAMP")]
    [InlineData("""{"STRING":{"a":1,"b":2}}""", "several values")]
    [InlineData("""{"INTS":[[1,2],[3]]}""", "several values")]
    [InlineData("""{"BYTES":"xyz"}""", "column 'BYTES'")]
    [InlineData("[1,2]", "not a JSON object: the message is a list")]
    [InlineData("null", "not a JSON object: the message is null")]
    [InlineData("not json", "not valid JSON")]
    [InlineData(" ", "the message is empty")]
    [InlineData("""{"INT":1,}""", "not valid JSON")]
    [InlineData("""{"INT":01}""", "not valid JSON")]
    [InlineData("""{"INT":NaN}""", "not valid JSON")]
    public void TryDecode_says_why_it_refuses_a_message(string message, string reason)
    {
        RowBuffer row = new(TestSchemas.Everything);

        Assert.False(new JsonRowDecoder(TestSchemas.Everything).TryDecode(Encoding.UTF8.GetBytes(message), row, out string? fault));

        Assert.Contains(reason, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void TryDecode_ignores_what_follows_the_object() =>
        Assert.Equal("'x'", Decode(TestSchemas.Guide, "uuid", """{"uuid":"x"} trailing"""));

    [Fact]
    public void TryDecode_matches_field_names_exactly() =>
        Assert.Equal("null", Decode(TestSchemas.Guide, "uuid", """{"UUID":"x"," uuid":"y"}"""));

    [Fact]
    public void TryDecode_refuses_invalid_utf8_wherever_it_stands()
    {
        byte[] message = [.. """{"other":"bad"""u8, 0xFF, .. "\"}"u8];

        Assert.False(new JsonRowDecoder(TestSchemas.Guide).TryDecode(message, new RowBuffer(TestSchemas.Guide), out string? fault));
        Assert.Equal("not valid UTF-8", fault);
    }

    [Fact]
    public void TryDecode_reads_utf16_and_byte_order_marks()
    {
        RowBuffer row = new(TestSchemas.Guide);
        JsonRowDecoder decoder = new(TestSchemas.Guide);
        foreach (Encoding encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, new UTF8Encoding(true) })
        {
            Assert.True(decoder.TryDecode([.. encoding.GetPreamble(), .. encoding.GetBytes("""{"uuid":"x"}""")], row, out _));
            Assert.Equal("'x'", RowText.Of(row, "uuid"));
        }
    }

    [Theory]
    [InlineData(LengthStrategy.Trim, "'abcde'")]
    [InlineData(LengthStrategy.Keep, "'abcdefgh'")]
    [InlineData(LengthStrategy.SubstituteDefault, "'null'")]
    public void TryDecode_applies_the_length_limit(LengthStrategy strategy, string stored)
    {
        TableSchema schema = new("t", [TestSchemas.Column("s", DataType.String) with { MaxLength = 5, LongText = strategy }]);

        Assert.Equal(stored, Decode(schema, "s", """{"s":"abcdefgh"}"""));
    }

    [Fact]
    public void TryDecode_rejects_long_text_where_the_schema_says_so()
    {
        TableSchema schema = new("t", [TestSchemas.Column("s", DataType.String) with { MaxLength = 4, LongText = LengthStrategy.Error }]);

        Assert.False(new JsonRowDecoder(schema).TryDecode("""{"s":"abcde"}"""u8, new RowBuffer(schema), out string? fault));
        Assert.Contains("maxLength 4", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void TryDecode_leaves_a_question_mark_where_it_cuts_a_surrogate_pair()
    {
        TableSchema schema = new("t", [TestSchemas.Column("s", DataType.String) with { MaxLength = 3 }]);

        Assert.Equal("'😀?'", Decode(schema, "s", """{"s":"😀😀"}"""));
    }

    private static string Decode(TableSchema schema, string column, params string[] messages)
    {
        JsonRowDecoder decoder = new(schema);
        RowBuffer row = new(schema);
        foreach (string message in messages)
        {
            Assert.True(decoder.TryDecode(Encoding.UTF8.GetBytes(message), row, out string? fault), fault);
        }

        return RowText.Of(row, column);
    }

    private static byte[] Mutate(byte[] message, (int At, int Cut, int Piece)[] edits)
    {
        foreach ((int at, int cut, int piece) in edits)
        {
            int place = Math.Min(at, message.Length);
            int end = Math.Min(place + cut, message.Length);
            byte[] added = piece < 0 ? [0xC3] : Encoding.UTF8.GetBytes(Pieces[piece]);
            message = [.. message[..place], .. added, .. message[end..]];
        }

        return message;
    }
}
