using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Query.Results;
using Web.KeptResults;

namespace UnitTests.Web.KeptResults;

public sealed class ResultExportTests
{
    /// <summary>What spreadsheets, readers of CSV and JavaScript stumble over.</summary>
    private static readonly QueryResult Hard = new()
    {
        Columns = [new("n", "LONG"), new("a,\"b\"", "STRING"), new("n", "STRING"), new("d", "DOUBLE"), new("tags", "STRING_ARRAY"), new("price", "BIG_DECIMAL")],
        Rows =
        [
            [9223372036854775807L, "=cmd|'/c calc'!A1", "say \"hi\"", double.NaN, new object?[] { "a", "b|c" }, "-123456789012345678901234567890.5"],
            [long.MinValue, "two\r\nlines", "", -0.5, Array.Empty<object?>(), "1"],
            [null, "@home", null, null, null, null],
            [-1L, "-1", "ünï,cödé\t😀", 1e300, new object?[] { null }, "0"],
        ],
        Statistics = new QueryStatistics(),
    };

    [Fact]
    public async Task Csv_gives_back_names_order_duplicates_and_every_value()
    {
        string text = await WriteAsync(Hard, new ExportOptions(ExportFormat.Csv) { IsGuarded = false });

        List<string?[]> lines = ReadDelimited(text, ',');

        Assert.Equal(["n", "a,\"b\"", "n", "d", "tags", "price"], lines[0]);
        Assert.Equal(["9223372036854775807", "=cmd|'/c calc'!A1", "say \"hi\"", "NaN", "[a, b|c]", "-123456789012345678901234567890.5"], lines[1]);
        Assert.Equal(["-9223372036854775808", "two\r\nlines", "", "-0.5", "[]", "1"], lines[2]);
        Assert.Equal([null, "@home", null, null, null, null], lines[3]);
        Assert.Equal(["-1", "-1", "ünï,cödé\t😀", "1E+300", "[null]", "0"], lines[4]);
        Assert.Equal(5, lines.Count);
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1", true)]
    [InlineData("+49 30 123", true)]
    [InlineData("-", true)]
    [InlineData("-1-1", true)]
    [InlineData("@sum(a1)", true)]
    [InlineData("\t=1", true)]
    [InlineData("\r=1", true)]
    [InlineData("-1", false)]
    [InlineData("+1.5e-3", false)]
    [InlineData("1=1", false)]
    [InlineData("", false)]
    [InlineData("-1\n", true)]
    public async Task Only_what_a_spreadsheet_would_run_gets_an_apostrophe(string cell, bool isGuarded)
    {
        QueryResult result = new() { Columns = [new("c", "STRING")], Rows = [[cell]], Statistics = new QueryStatistics() };

        foreach (ExportFormat format in (ExportFormat[])[ExportFormat.Csv, ExportFormat.Tsv])
        {
            string text = await WriteAsync(result, new ExportOptions(format));

            Assert.Equal((isGuarded ? "'" : "") + cell, ReadDelimited(text, format == ExportFormat.Csv ? ',' : '\t')[1][0]);
        }
    }

    [Fact]
    public async Task Negative_numbers_and_names_of_columns_are_treated_like_cells()
    {
        QueryResult result = new() { Columns = [new("=name", "DOUBLE"), new("b", "LONG")], Rows = [[double.NegativeInfinity, -7L]], Statistics = new QueryStatistics() };

        Assert.Equal("'=name,b\r\n-Infinity,-7\r\n", await WriteAsync(result, new ExportOptions(ExportFormat.Csv)));
    }

    [Fact]
    public async Task A_byte_order_mark_is_written_where_it_is_wanted()
    {
        Assert.StartsWith("\uFEFFn,", await WriteAsync(Hard, new ExportOptions(ExportFormat.Csv) { HasBom = true }), StringComparison.Ordinal);
        Assert.StartsWith("n,", await WriteAsync(Hard, new ExportOptions(ExportFormat.Csv)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tsv_separates_by_tabs()
    {
        List<string?[]> lines = ReadDelimited(await WriteAsync(Hard, new ExportOptions(ExportFormat.Tsv) { IsGuarded = false }), '\t');

        Assert.Equal(["n", "a,\"b\"", "n", "d", "tags", "price"], lines[0]);
        Assert.Equal(["-1", "-1", "ünï,cödé\t😀", "1E+300", "[null]", "0"], lines[4]);
    }

    [Fact]
    public async Task Json_keeps_columns_of_the_same_name_and_all_digits()
    {
        string text = await WriteAsync(Hard, new ExportOptions(ExportFormat.Json));

        using JsonDocument json = JsonDocument.Parse(text);
        Assert.Equal(["n LONG", "a,\"b\" STRING", "n STRING", "d DOUBLE", "tags STRING_ARRAY", "price BIG_DECIMAL"], json.RootElement.GetProperty("columns").EnumerateArray().Select(column => $"{column.GetProperty("name")} {column.GetProperty("type")}"));
        Assert.Equal(
            ["""[9223372036854775807,"=cmd|'/c calc'!A1","say \"hi\"","NaN",["a","b|c"],"-123456789012345678901234567890.5"]""", """[-9223372036854775808,"two\r\nlines","",-0.5,[],"1"]""", """[null,"@home",null,null,null,null]"""],
            json.RootElement.GetProperty("rows").EnumerateArray().Take(3).Select(row => row.GetRawText()));
    }

    [Fact]
    public async Task Json_writes_64_bit_integers_as_text_where_that_is_wanted()
    {
        QueryResult result = new() { Columns = [new("l", "LONG"), new("i", "INT"), new("a", "LONG_ARRAY")], Rows = [[1L, 2L, new object?[] { 3L, null }], [null, null, null]], Statistics = new QueryStatistics() };

        string text = await WriteAsync(result, new ExportOptions(ExportFormat.Ndjson) { LongsAreText = true });

        Assert.Equal("""{"l":"1","i":2,"a":["3",null]}""" + "\n" + """{"l":null,"i":null,"a":null}""" + "\n", text);
    }

    [Fact]
    public async Task Lines_of_json_are_objects_unless_that_would_lose_a_column()
    {
        string objects = await WriteAsync(Hard with { Columns = [.. Hard.Columns.Select((column, i) => column with { Name = $"c{i}" })] }, new ExportOptions(ExportFormat.Ndjson));
        string arrays = await WriteAsync(Hard, new ExportOptions(ExportFormat.Ndjson));

        JsonNode[] rows = [.. objects.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
        Assert.Equal((4, "two\r\nlines"), (rows.Length, (string)rows[1]["c1"]!));
        JsonNode[] lines = [.. arrays.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
        Assert.Equal(["n", "a,\"b\"", "n", "d", "tags", "price"], lines[0].AsArray().Select(name => (string)name!));
        Assert.Equal((5, "say \"hi\""), (lines.Length, (string)lines[1][2]!));
    }

    [Fact]
    public async Task Markdown_shows_values_as_they_are_and_ends_after_200_rows()
    {
        QueryResult result = new()
        {
            Columns = [new("user_id", "STRING"), new("n", "LONG")],
            Rows = [.. Enumerable.Range(0, 201).Select(i => new object?[] { i == 0 ? "a|b *c* <i>\n_d_ x_y" : null, (long)i })],
            Statistics = new QueryStatistics(),
        };

        string[] lines = (await WriteAsync(result, new ExportOptions(ExportFormat.Markdown))).Split('\n');

        Assert.Equal(["| user_id | n |", "| --- | --: |", @"| a\|b \*c\* \<i\><br>\_d\_ x_y | 0 |", "| NULL | 1 |"], lines[..4]);
        Assert.Equal(["| NULL | 199 |", "", "The first 200 of 201 rows.", ""], lines[201..]);
    }

    [Fact]
    public async Task A_large_file_is_handed_on_in_pieces()
    {
        string text = new('x', 1000);
        QueryResult result = new() { Columns = [new("c", "STRING")], Rows = [.. Enumerable.Repeat(new object?[] { text }, 20_000)], Statistics = new QueryStatistics() };
        foreach (ExportFormat format in (ExportFormat[])[ExportFormat.Csv, ExportFormat.Json, ExportFormat.Ndjson])
        {
            CountingStream stream = new();

            await ResultExport.WriteAsync(PipeWriter.Create(stream), result, new ExportOptions(format), CancellationToken.None);

            Assert.InRange(stream.Total, 20_000_000, 20_300_000);
            Assert.InRange(stream.Largest, 1, 200_000);
        }
    }

    [Fact]
    public async Task Writing_ends_when_the_reader_has_gone()
    {
        Pipe pipe = new();
        await pipe.Reader.CompleteAsync();
        QueryResult result = new() { Columns = [new("c", "LONG")], Rows = new EndlessRows(), Statistics = new QueryStatistics() };

        await Assert.ThrowsAsync<OperationCanceledException>(() => ResultExport.WriteAsync(pipe.Writer, result, new ExportOptions(ExportFormat.Csv), CancellationToken.None));
    }

    private static async Task<string> WriteAsync(QueryResult result, ExportOptions options)
    {
        using MemoryStream stream = new();
        await ResultExport.WriteAsync(PipeWriter.Create(stream), result, options, CancellationToken.None);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    // By the letter of RFC 4180; an empty field without quotes is null.
    private static List<string?[]> ReadDelimited(string text, char comma)
    {
        List<string?[]> lines = [];
        List<string?> line = [];
        int at = 0;
        while (at < text.Length)
        {
            StringBuilder field = new();
            bool isQuoted = text[at] == '"';
            if (isQuoted)
            {
                for (at++; text[at] != '"' || (at + 1 < text.Length && text[at + 1] == '"'); at++)
                {
                    field.Append(text[at]);
                    at += text[at] == '"' ? 1 : 0;
                }

                at++;
            }
            else
            {
                for (; text[at] != comma && text[at] is not ('\r' or '\n'); at++)
                {
                    field.Append(text[at]);
                }
            }

            line.Add(field.Length == 0 && !isQuoted ? null : field.ToString());
            if (text[at] == comma)
            {
                at++;
                continue;
            }

            at += text[at] == '\r' ? 2 : 1;
            lines.Add([.. line]);
            line.Clear();
        }

        return lines;
    }

    private sealed class CountingStream : MemoryStream
    {
        public long Total { get; private set; }

        public int Largest { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Total += buffer.Length;
            Largest = Math.Max(Largest, buffer.Length);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class EndlessRows : IReadOnlyList<object?[]>
    {
        public int Count => int.MaxValue;

        public object?[] this[int index] => [(long)index];

        public IEnumerator<object?[]> GetEnumerator()
        {
            for (long i = 0; ; i++)
            {
                yield return [i];
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
