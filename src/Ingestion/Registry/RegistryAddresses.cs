using Ingestion.Settings;
using Ingestion.Sources;

namespace Ingestion.Registry;

/// <summary>Where a decoder's schema registry is.</summary>
internal static class RegistryAddresses
{
    /// <summary>The key that names it.</summary>
    public const string Key = "schema.registry.rest.url";

    // Written in guides and read by no decoder of Pinot's.
    private const string MisplacedKey = "schema.registry.url";

    /// <summary>Base addresses, tried in this order; each ends with a slash.</summary>
    /// <exception cref="IngestionException">There is none, or one is no address.</exception>
    public static IReadOnlyList<Uri> Of(DecoderProperties properties)
    {
        string list = properties.Text(Key) ?? properties.Text(MisplacedKey)
            ?? throw new IngestionException($"Missing required property '{Key}': add {DecoderProperties.Prefix}{Key} with the address of the schema registry, such as http://localhost:8081");
        Uri[] addresses = [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
        return addresses.Length > 0 ? addresses : throw new IngestionException($"{DecoderProperties.Prefix}{Key} '{list}' names no address");
    }

    private static Uri Parse(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            ? address
            : throw new IngestionException($"{DecoderProperties.Prefix}{Key} '{ConfiguredPlace.Shown(text)}' is no http or https address");
}
