using System.Text;
using Segments.Files;

namespace Segments.Tables;

/// <summary>Writes that survive a power cut: content first, then the name, then the folder that holds the name.</summary>
internal static class DurableFile
{
    /// <summary>Writes a new file and waits until its content is on the disk. Its name is safe only once its folder is flushed, too.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public static void WriteNew(string path, string text)
    {
        try
        {
            using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            // What .NET makes of EFBIG: the file system or the process may not have files of this size.
            throw new IOException($"{path} cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>Puts a new content in a file's place in one step: readers and crashes see the old one or the new one.</summary>
    public static void Replace(string path, string text)
    {
        string temporary = path + ".tmp";
        WriteNew(temporary, text);
        File.Move(temporary, path, overwrite: true);
        Libc.FlushDirectory(Path.GetDirectoryName(path)!);
    }
}
