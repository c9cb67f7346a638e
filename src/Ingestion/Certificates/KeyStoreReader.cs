using System.Buffers.Binary;
using Ingestion.Settings;
using Ingestion.Sources;

namespace Ingestion.Certificates;

/// <summary>Reads JKS, PKCS#12 and PEM stores. What a store is, its first bytes say: Java writes PKCS#12 into files called .jks.</summary>
internal static class KeyStoreReader
{
    private const uint JavaMark = 0xFEEDFEED;
    private const uint JceksMark = 0xCECECECE;
    private const byte DerSequence = 0x30;

    /// <summary>Reads a store.</summary>
    /// <param name="key">Config key that names the file, for messages.</param>
    /// <param name="path">The file.</param>
    /// <param name="password">Password of the store; null if none is given.</param>
    /// <param name="keyPassword">Password of the private key within; null if it is that of the store.</param>
    /// <exception cref="IngestionException">The file cannot be read, is no store, or does not open with the password. Never tells passwords or contents.</exception>
    public static KeyStore Read(string key, string path, string? password, string? keyPassword)
    {
        byte[] bytes = ReadFile(key, path);
        try
        {
            return Read(bytes, password, keyPassword);
        }
        catch (KeyStoreException exception)
        {
            throw new IngestionException($"{key} '{path}' {exception.Message}", exception);
        }
    }

    /// <exception cref="KeyStoreException">The message continues "the store …".</exception>
    public static KeyStore Read(byte[] bytes, string? password, string? keyPassword)
    {
        uint mark = bytes.Length >= sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;
        if (mark == JavaMark)
        {
            return JavaKeyStore.Read(bytes, password, keyPassword);
        }

        if (mark == JceksMark)
        {
            throw new KeyStoreException("is a JCEKS store, which is not supported; convert it with keytool -importkeystore -deststoretype PKCS12");
        }

        if (bytes is [DerSequence, ..])
        {
            return Pkcs12Store.Read(bytes, password);
        }

        string text = System.Text.Encoding.UTF8.GetString(bytes);
        return text.Contains("-----BEGIN", StringComparison.Ordinal)
            ? PemStore.Read(text, keyPassword ?? password)
            : throw new KeyStoreException("is neither a JKS, a PKCS#12 nor a PEM store");
    }

    private static byte[] ReadFile(string key, string path)
    {
        try
        {
            return ConfiguredPlace.ReadFile(path);
        }
        catch (IOException exception)
        {
            throw new IngestionException($"{key} '{path}' {exception.Message}", exception);
        }
    }
}

/// <summary>A store cannot be read; the message continues a sentence that names it.</summary>
internal sealed class KeyStoreException(string message, Exception? inner = null) : Exception(message, inner);
