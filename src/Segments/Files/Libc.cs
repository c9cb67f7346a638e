using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Segments.Files;

/// <summary>What .NET does not offer: flushing a directory, so that a rename in it survives a power cut.</summary>
internal static partial class Libc
{
    private const int Retries = 5;

    /// <summary>Flushes a directory to disk.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    public static void FlushDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // a rename is journalled there, and directories cannot be flushed
        }

        int descriptor = Open(path, 0);
        if (descriptor < 0)
        {
            throw Failed("open", path);
        }

        try
        {
            int retries = Retries;
            while (Flush(descriptor) != 0)
            {
                const int Interrupted = 4; // EINTR
                if (Marshal.GetLastPInvokeError() != Interrupted || retries-- == 0)
                {
                    throw Failed("flush", path);
                }
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failed(string what, string path)
    {
        int error = Marshal.GetLastPInvokeError();
        return new IOException($"cannot {what} directory '{path}': {new Win32Exception(error).Message}", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
