using System.Text;
using System.Text.Json;
using Ingestion.Sources;

namespace Ingestion.Sampling;

/// <summary>Messages that somebody writes down where no broker is at hand yet.</summary>
public static class PastedSample
{
    private const int MostMessages = 1000;

    /// <summary>Takes JSON objects in a row, a list of objects, or one of either.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="now">Becomes the time of the messages.</param>
    /// <exception cref="IngestionException">It is no JSON; says where.</exception>
    public static TopicSample Of(string text, DateTimeOffset now)
    {
        List<SampledMessage> messages = [];
        try
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            Utf8JsonReader reader = new(utf8, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 1000 });
            while (reader.Read() && messages.Count < MostMessages)
            {
                using JsonDocument value = JsonDocument.ParseValue(ref reader);
                IEnumerable<JsonElement> objects = value.RootElement.ValueKind == JsonValueKind.Array ? value.RootElement.EnumerateArray() : [value.RootElement];
                foreach (JsonElement one in objects)
                {
                    byte[] bytes = Encoding.UTF8.GetBytes(one.GetRawText());
                    messages.Add(new SampledMessage(0, messages.Count, now, Key: null, bytes, bytes.Length, []));
                }
            }
        }
        catch (JsonException exception)
        {
            throw new IngestionException($"This is no JSON: {JsonFault.Of(exception)}", exception);
        }

        return messages.Count > 0
            ? new TopicSample(messages, 1, messages.Count, 0, IsCut: false, TimeSpan.Zero)
            : throw new IngestionException("Nothing is written here. Paste one message or several, such as {\"name\": \"value\"}.");
    }
}
