namespace Ingestion.Certificates;

/// <summary>Java calls cipher suites as the standards do; OpenSSL has its own names for those before TLS 1.3.</summary>
internal static class CipherNames
{
    /// <summary>Java's list, separated by commas, as OpenSSL's; null if nothing of it needs to be said.</summary>
    /// <remarks>Suites of TLS 1.3 have no key exchange in their names, are always on, and so stay out.</remarks>
    public static string? ToOpenSsl(string? suites)
    {
        string[] names = [.. (suites ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(HasKeyExchange).Select(ToOpenSslName)];
        return names.Length == 0 ? null : string.Join(':', names);
    }

    private static bool HasKeyExchange(string name) => name.Contains("_WITH_", StringComparison.Ordinal) || !name.StartsWith("TLS_", StringComparison.Ordinal);

    // TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 is ECDHE-RSA-AES256-GCM-SHA384; an exchange by RSA alone is not named.
    private static string ToOpenSslName(string name) => name
        .Replace("TLS_RSA_WITH_", "", StringComparison.Ordinal).Replace("TLS_", "", StringComparison.Ordinal).Replace("_WITH_", "_", StringComparison.Ordinal)
        .Replace("AES_128", "AES128", StringComparison.Ordinal).Replace("AES_256", "AES256", StringComparison.Ordinal)
        .Replace("_CBC_", "_", StringComparison.Ordinal).Replace("POLY1305_SHA256", "POLY1305", StringComparison.Ordinal).Replace('_', '-');
}
