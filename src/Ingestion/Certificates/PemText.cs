using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.OpenSsl;

namespace Ingestion.Certificates;

/// <summary>Writes PEM text.</summary>
internal static class PemText
{
    public static string Of(IEnumerable<object> objects)
    {
        using StringWriter text = new();
        using PemWriter pem = new(text);
        foreach (object value in objects)
        {
            pem.WriteObject(value);
        }

        return text.ToString();
    }

    /// <summary>A private key as PKCS#8, not encrypted.</summary>
    public static string OfKey(AsymmetricKeyParameter key) => Of([new Pkcs8Generator(key).Generate()]);
}
