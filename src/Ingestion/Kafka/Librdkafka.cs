using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Ingestion.Kafka;

/// <summary>The native library behind Confluent.Kafka; our own imports of "rdkafka" resolve to the very copy it loaded.</summary>
internal static class Librdkafka
{
    private static readonly Lazy<nint> Loaded = new(Find);

#pragma warning disable CA2255 // in a library too: each import below must find the resolver in place
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Bind() => NativeLibrary.SetDllImportResolver(
        typeof(Librdkafka).Assembly,
        (name, _, _) => string.Equals(name, "rdkafka", StringComparison.Ordinal) ? Loaded.Value : 0);

    private static nint Find()
    {
        // The package has several builds for Linux, and Confluent.Kafka takes the first that loads: on Debian, which has no
        // libsasl2.so.3, that is centos8-librdkafka.so. Asking for "librdkafka" by name could load a second copy beside it.
        _ = Library.Version;
        string? path = OperatingSystem.IsLinux()
            ? File.ReadLines("/proc/self/maps")
                .Where(line => line.Contains("librdkafka", StringComparison.Ordinal))
                .Select(line => line[line.IndexOf('/', StringComparison.Ordinal)..])
                .First()
            : null;
        return NativeLibrary.Load(path ?? "librdkafka", typeof(Library).Assembly, searchPath: null);
    }
}
