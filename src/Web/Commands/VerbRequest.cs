using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Web.Commands;

/// <summary>Talks to the server for a verb, and reads the files that it sends.</summary>
internal static class VerbRequest
{
    /// <summary>Reads a JSON object from a file.</summary>
    /// <param name="what">What the file holds, such as <c>table config</c>.</param>
    /// <param name="path">Null if the option was left out.</param>
    /// <param name="option">The option that names the file.</param>
    /// <exception cref="VerbException">The file is not there, or holds no JSON object.</exception>
    public static JsonObject ReadFile(string what, string? path, string option)
    {
        if (string.IsNullOrEmpty(path))
        {
            throw new VerbException($"Failed reading {what}: {option} is missing");
        }

        try
        {
            return JsonNode.Parse(File.ReadAllText(path), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject
                ?? throw new VerbException($"Failed reading {what} {path}: it must hold a JSON object");
        }
        catch (JsonException exception)
        {
            throw new VerbException($"Failed reading {what} {path}: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new VerbException($"Failed reading {what} {path}: {exception.Message}");
        }
    }

    /// <summary>Sends a request and prints the answer.</summary>
    /// <param name="client">Knows the server.</param>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="body">Null for none.</param>
    /// <param name="prefix">Printed before the answer.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The exit code: 0 if the server agreed, 1 if not.</returns>
    /// <exception cref="VerbException">The server does not answer.</exception>
    public static async Task<int> SendAsync(
        HttpClient client, HttpMethod method, string path, JsonNode? body, string prefix, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
        }

        try
        {
            using HttpResponseMessage response = await client.SendAsync(request, cancellation);
            await Console.Out.WriteLineAsync(prefix + await response.Content.ReadAsStringAsync(cancellation));
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (HttpRequestException exception)
        {
            throw new VerbException($"{client.BaseAddress} does not answer: {exception.Message}. Is the server running there?");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new VerbException($"{client.BaseAddress} did not answer within {client.Timeout.TotalSeconds:F0} s");
        }
    }
}
