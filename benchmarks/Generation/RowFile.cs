namespace Benchmarks.Generation;

/// <summary>Rows as JSON lines.</summary>
internal static class RowFile
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>Writes rows, each followed by a line feed.</summary>
    public static void Write(Stream target, RowGenerator rows, long count, CancellationToken cancellation)
    {
        byte[] buffer = new byte[BufferBytes];
        int used = 0;
        for (long row = 0; row < count; row++)
        {
            used += rows.Next(buffer.AsSpan(used));
            buffer[used++] = (byte)'\n';
            if (BufferBytes - used <= RowGenerator.MaxRowBytes)
            {
                cancellation.ThrowIfCancellationRequested();
                target.Write(buffer, 0, used);
                used = 0;
            }
        }

        target.Write(buffer, 0, used);
    }
}
