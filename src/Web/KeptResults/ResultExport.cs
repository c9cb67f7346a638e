using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Query.Results;

namespace Web.KeptResults;

/// <summary>Writes rows as a file: names exact, columns and rows in their order, and never more than a piece of it in memory.</summary>
internal static class ResultExport
{
    private const int FlushAtBytes = 64 * 1024;

    private static readonly byte[] Bom = [0xEF, 0xBB, 0xBF];

    /// <summary>Writes the whole file; it ends early when the reader goes away.</summary>
    public static Task WriteAsync(PipeWriter output, QueryResult result, ExportOptions options, CancellationToken cancellation) => options.Format switch
    {
        ExportFormat.Json => WriteJsonAsync(output, result, options, cancellation),
        ExportFormat.Ndjson => WriteLinesAsync(output, result, options, cancellation),
        ExportFormat.Markdown => WriteTextAsync(output, MarkdownRows.Of(result.Columns, result.Rows), cancellation),
        _ => WriteDelimitedAsync(output, result, options, cancellation),
    };

    private static async Task WriteTextAsync(PipeWriter output, string text, CancellationToken cancellation)
    {
        Encoding.UTF8.GetBytes(text, output);
        await output.FlushAsync(cancellation);
    }

    private static async Task WriteDelimitedAsync(PipeWriter output, QueryResult result, ExportOptions options, CancellationToken cancellation)
    {
        if (options.HasBom)
        {
            output.Write(Bom);
        }

        StringBuilder text = new();
        DelimitedRows.AppendHead(text, result.Columns, options);
        foreach (object?[] row in result.Rows)
        {
            DelimitedRows.AppendLine(text, row, options);
            if (text.Length >= FlushAtBytes)
            {
                await HandOnAsync();
            }
        }

        await HandOnAsync();

        async Task HandOnAsync()
        {
            foreach (ReadOnlyMemory<char> chunk in text.GetChunks())
            {
                Encoding.UTF8.GetBytes(chunk.Span, output);
            }

            text.Clear();
            await FlushAsync(output, cancellation);
        }
    }

    private static async Task WriteJsonAsync(PipeWriter output, QueryResult result, ExportOptions options, CancellationToken cancellation)
    {
        await using Utf8JsonWriter json = new(output, JsonRows.Compact);
        JsonRows.Begin(json, result.Columns);
        foreach (object?[] row in result.Rows)
        {
            JsonRows.WriteArray(json, result.Columns, row, options);
            if (json.BytesPending >= FlushAtBytes)
            {
                json.Flush();
                await FlushAsync(output, cancellation);
            }
        }

        JsonRows.End(json);
        json.Flush();
        await FlushAsync(output, cancellation);
    }

    private static async Task WriteLinesAsync(PipeWriter output, QueryResult result, ExportOptions options, CancellationToken cancellation)
    {
        await using Utf8JsonWriter json = new(output, JsonRows.Compact);
        bool areObjects = JsonRows.HasDistinctNames(result.Columns);
        long unflushed = 0;
        if (!areObjects)
        {
            JsonRows.WriteNames(json, result.Columns);
            EndLine();
        }

        foreach (object?[] row in result.Rows)
        {
            if (areObjects)
            {
                JsonRows.WriteObject(json, result.Columns, row, options);
            }
            else
            {
                JsonRows.WriteArray(json, result.Columns, row, options);
            }

            EndLine();
            if (unflushed >= FlushAtBytes)
            {
                await FlushAsync(output, cancellation);
                unflushed = 0;
            }
        }

        await FlushAsync(output, cancellation);

        void EndLine()
        {
            json.Flush();
            unflushed += json.BytesCommitted + 1;
            json.Reset(); // each line is a document of its own
            output.Write("\n"u8);
        }
    }

    // A reader that has gone away is told as an end, not as a fault.
    private static async Task FlushAsync(PipeWriter output, CancellationToken cancellation)
    {
        FlushResult flushed = await output.FlushAsync(cancellation);
        if (flushed.IsCompleted || flushed.IsCanceled)
        {
            throw new OperationCanceledException("the reader of the file has gone away");
        }
    }
}
