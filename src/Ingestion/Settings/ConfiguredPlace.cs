using System.Text.RegularExpressions;

namespace Ingestion.Settings;

/// <summary>Reads what a setting points to: a file on this machine, or an http address. Never more than <see cref="MaxBytes"/>.</summary>
internal static partial class ConfiguredPlace
{
    /// <summary>Bytes that are read at most; schemas, descriptors and stores are far smaller.</summary>
    public const int MaxBytes = 16 << 20;

    private const int MaxShown = 200;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Reads all of a file.</summary>
    /// <exception cref="IOException">It cannot be read at the moment. The message says why and continues a sentence that names the file.</exception>
    public static byte[] ReadFile(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return ReadAll(file) ?? throw new TooLargeException();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException("does not exist; the file must be on the machine that Millrace runs on", exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or ArgumentException or NotSupportedException or (IOException and not TooLargeException))
        {
            throw new IOException($"cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Reads all of a file, or of what is at an http address.</summary>
    /// <param name="place">A path, a <c>file:</c> address, or an http or https address.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="IOException">It cannot be read at the moment. The message says why and continues a sentence that names the place.</exception>
    public static byte[] Read(string place, CancellationToken cancellation)
    {
        bool isAddress = Uri.TryCreate(place, UriKind.Absolute, out Uri? address);
        if (!isAddress || address!.Scheme is not ("http" or "https"))
        {
            return ReadFile(address is { IsFile: true } ? address.LocalPath : place);
        }

        try
        {
            return Download(address, cancellation) ?? throw new TooLargeException();
        }
        catch (Exception exception) when (exception is HttpRequestException or (IOException and not TooLargeException)
            || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            string reason = exception is OperationCanceledException ? $"no answer within {Timeout.TotalSeconds:F0} s" : (exception.InnerException ?? exception).Message;
            throw new IOException($"cannot be read: {reason}", exception);
        }
    }

    /// <summary>A place as it may stand in messages: without the login that an address may hold, and not too long.</summary>
    public static string Shown(string place)
    {
        string shown = Login().Replace(place, "//");
        return shown.Length <= MaxShown ? shown : shown[..MaxShown] + "…";
    }

    private static byte[]? Download(Uri address, CancellationToken cancellation)
    {
        using HttpClient client = new() { Timeout = Timeout };
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        using HttpResponseMessage response = client.Send(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        using Stream body = response.Content.ReadAsStream(cancellation);
        return ReadAll(body);
    }

    // Null if there is too much of it. What a file or a server says of its length need not be true.
    private static byte[]? ReadAll(Stream stream)
    {
        using MemoryStream bytes = new();
        byte[] piece = new byte[81_920];
        for (int count; (count = stream.Read(piece)) > 0;)
        {
            if (bytes.Length + count > MaxBytes)
            {
                return null;
            }

            bytes.Write(piece, 0, count);
        }

        return bytes.ToArray();
    }

    [GeneratedRegex("//[^/?#]*@", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Login();

    private sealed class TooLargeException() : IOException($"is larger than {MaxBytes >> 20} MB, which is the most that is read");
}
