using System.Net.Http.Headers;
using System.Text;
using Ingestion.Kafka;
using Ingestion.Settings;
using Ingestion.Sources;

namespace Ingestion.Registry;

/// <summary>How a decoder's properties say who asks the schema registry.</summary>
internal static class RegistryLogin
{
    private const string SourceKey = "basic.auth.credentials.source";
    private const string TokenSourceKey = "bearer.auth.credentials.source";
    private static readonly string[] UserInfoKeys = ["schema.registry.basic.auth.user.info", "basic.auth.user.info"];

    /// <summary>The header that goes with every request; null if there is none, or if each address brings its own.</summary>
    /// <exception cref="IngestionException">The properties name a login and do not give it. The message holds no secret.</exception>
    public static AuthenticationHeaderValue? Of(DecoderProperties properties)
    {
        string? userInfo = UserInfoKeys.Select(properties.Text).FirstOrDefault(text => text is not null);
        if ((properties.Text(TokenSourceKey) ?? properties.Text("schema.registry." + TokenSourceKey)) is { } tokenSource)
        {
            return Token(properties, tokenSource);
        }

        return (properties.Text(SourceKey) ?? properties.Text("schema.registry." + SourceKey))?.ToUpperInvariant() switch
        {
            null => userInfo is null ? null : Basic(userInfo),
            "URL" => null,
            "USER_INFO" => Basic(userInfo ?? throw new IngestionException($"{DecoderProperties.Prefix}{SourceKey} is USER_INFO; add {DecoderProperties.Prefix}{UserInfoKeys[0]} with name:password")),
            "SASL_INHERIT" => Inherited(properties),
            var other => throw new IngestionException($"{DecoderProperties.Prefix}{SourceKey} '{other}' is unknown; write USER_INFO, URL or SASL_INHERIT"),
        };
    }

    /// <summary>The login inside an address; null if it has none.</summary>
    public static AuthenticationHeaderValue? Of(Uri address) =>
        address.UserInfo.Length == 0 ? null : Basic(string.Join(':', address.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString)));

    private static AuthenticationHeaderValue Basic(string userInfo) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(userInfo)));

    private static AuthenticationHeaderValue Inherited(DecoderProperties properties)
    {
        const string Key = "sasl.jaas.config";
        JaasConfig login = JaasConfig.Parse(
            properties.Text(Key) ?? throw new IngestionException($"{DecoderProperties.Prefix}{SourceKey} is SASL_INHERIT; add {DecoderProperties.Prefix}{Key} with the login"));
        return Basic($"{login.Options.GetValueOrDefault("username")}:{login.Options.GetValueOrDefault("password")}");
    }

    private static AuthenticationHeaderValue Token(DecoderProperties properties, string source)
    {
        const string Key = "bearer.auth.token";
        if (!source.Equals("STATIC_TOKEN", StringComparison.OrdinalIgnoreCase))
        {
            throw new IngestionException($"{DecoderProperties.Prefix}{TokenSourceKey} '{source}' is not supported; write STATIC_TOKEN and give {DecoderProperties.Prefix}{Key}");
        }

        string token = properties.Text(Key) ?? properties.Text("schema.registry." + Key)
            ?? throw new IngestionException($"{DecoderProperties.Prefix}{TokenSourceKey} is STATIC_TOKEN; add {DecoderProperties.Prefix}{Key}");
        return new AuthenticationHeaderValue("Bearer", token);
    }
}
