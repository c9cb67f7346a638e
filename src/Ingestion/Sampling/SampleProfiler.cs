using System.Text.Json;

namespace Ingestion.Sampling;

/// <summary>Looks through sampled messages for their fields.</summary>
public static class SampleProfiler
{
    private const int MostFields = 1000;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1000 };

    /// <summary>What the messages hold. Those that are cut are left out.</summary>
    /// <param name="messages">JSON.</param>
    /// <param name="faultOf">Why a message is no JSON; null for messages that are or may be.</param>
    public static SampleProfile Profile(IEnumerable<SampledMessage> messages, Func<SampledMessage, string?>? faultOf = null)
    {
        Dictionary<string, FieldEvidence> fields = new(StringComparer.Ordinal);
        List<MessageFault> faults = [];
        (int count, int objects) = (0, 0);
        foreach (SampledMessage message in messages)
        {
            if (message.Value is not { } value || message.IsCut)
            {
                continue;
            }

            count++;
            if (faultOf?.Invoke(message) is { } fault)
            {
                faults.Add(new MessageFault(message, fault));
                continue;
            }

            try
            {
                using JsonDocument json = JsonDocument.Parse(value, Options);
                if (json.RootElement.ValueKind != JsonValueKind.Object)
                {
                    faults.Add(new MessageFault(message, $"not a JSON object but {json.RootElement.ValueKind.ToString().ToLowerInvariant()}"));
                    continue;
                }

                objects++;
                Add(fields, "", json.RootElement, message);
            }
            catch (JsonException exception)
            {
                faults.Add(new MessageFault(message, JsonFault.Of(exception)));
            }
            catch (InvalidOperationException)
            {
                faults.Add(new MessageFault(message, "a text holds half a surrogate pair, or bytes that are no UTF-8"));
            }
        }

        string? trouble = faults is [var first, ..] ? $"{first.Fault} {Place(first.Message)}" : null;
        return new SampleProfile(count, objects, trouble, [.. fields.Values.Select(field => field.Judge(objects))]) { Faults = faults };
    }

    /// <summary>Where a message lies, for people.</summary>
    internal static string Place(SampledMessage message) => $"(partition {message.Partition}, offset {message.Offset})";

    private static void Add(Dictionary<string, FieldEvidence> fields, string prefix, JsonElement value, SampledMessage message)
    {
        foreach (JsonProperty property in value.EnumerateObject())
        {
            string path = prefix + property.Name;
            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                Add(fields, path + ".", property.Value, message);
                continue;
            }

            if (!fields.TryGetValue(path, out FieldEvidence? field))
            {
                if (fields.Count == MostFields)
                {
                    continue;
                }

                fields.Add(path, field = new FieldEvidence(path, isNested: prefix.Length > 0));
            }

            field.Add(property.Value, message);
        }
    }
}
