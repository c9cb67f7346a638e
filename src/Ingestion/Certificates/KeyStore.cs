namespace Ingestion.Certificates;

/// <summary>What a key or trust store holds, as PEM text.</summary>
/// <param name="Trusted">Certificates that it vouches for; empty if it holds none.</param>
/// <param name="Chain">Certificate of its private key and those above it; null if it holds no key.</param>
/// <param name="Key">The private key, PKCS#8, not encrypted; null if it holds none.</param>
internal sealed record KeyStore(string Trusted, string? Chain, string? Key);
