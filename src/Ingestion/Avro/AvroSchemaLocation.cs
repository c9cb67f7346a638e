using System.Text;
using Ingestion.Settings;
using Ingestion.Sources;

namespace Ingestion.Avro;

/// <summary>Where <c>decoder.prop.schema</c> keeps the schema: in itself, in a file, or at an HTTP address.</summary>
internal static class AvroSchemaLocation
{
    private const string Key = DecoderProperties.Prefix + "schema";
    private const int MaxBytes = 16 << 20;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Reads the schema.</summary>
    /// <param name="value">The property's value.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="IngestionException">It cannot be read at the moment.</exception>
    public static string Read(string value, CancellationToken cancellation)
    {
        if (IsInline(value))
        {
            return value;
        }

        try
        {
            return Uri.TryCreate(value, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
                ? Download(address, cancellation)
                : ReadFile(address is { IsFile: true } ? address.LocalPath : value);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or HttpRequestException
            || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            string reason = exception is OperationCanceledException ? "no answer in time" : exception.Message;
            throw new IngestionException($"{Key} '{value}' is neither an Avro schema nor a place where one can be read: {reason}", exception);
        }
    }

    /// <summary>True if the value is the schema itself.</summary>
    public static bool IsInline(string value) => value[0] is '{' or '[' or '"';

    private static string ReadFile(string path) =>
        new FileInfo(path).Length <= MaxBytes ? File.ReadAllText(path) : throw new IOException("the file is too large for a schema");

    private static string Download(Uri address, CancellationToken cancellation)
    {
        using HttpClient client = new() { Timeout = Timeout, MaxResponseContentBufferSize = MaxBytes };
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        using HttpResponseMessage response = client.Send(request, cancellation);
        response.EnsureSuccessStatusCode();
        using StreamReader reader = new(response.Content.ReadAsStream(cancellation), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
