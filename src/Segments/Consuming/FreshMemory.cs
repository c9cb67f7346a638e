using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Segments.Consuming;

/// <summary>Gets memory from the system in one call that the next rows would otherwise get page by page, each by a fault.</summary>
internal static unsafe partial class FreshMemory
{
    private const int PopulateWrite = 23; // MADV_POPULATE_WRITE, Linux 5.14

    /// <summary>Backs a new pinned array. Where the system cannot do it, memory comes at the first write, as ever.</summary>
    public static void Populate<T>(T[] pinned)
        where T : unmanaged
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        nuint page = (nuint)Environment.SystemPageSize;
        nuint start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
        nuint end = start + ((nuint)pinned.Length * (nuint)sizeof(T));
        start &= ~(page - 1);
        _ = Advise(start, end - start, PopulateWrite);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nuint address, nuint length, int advice);
}
