using System.Globalization;

namespace Segments.Tables;

/// <summary>Keeps a second process out of a data folder. The operating system lets go of it however the process ends.</summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <exception cref="DataDirectoryException">Another process has the folder.</exception>
    public static DataDirectoryLock Take(string dataDirectory)
    {
        string path = Path.Combine(dataDirectory, ".lock");
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new DataDirectoryException(
                $"data folder {dataDirectory} is in use by process {Holder(dataDirectory)}; stop that process, or choose another folder with --data", exception);
        }

        File.WriteAllText(NoteIn(dataDirectory), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new DataDirectoryLock(file);
    }

    public void Dispose() => _file.Dispose();

    private static string Holder(string dataDirectory)
    {
        try
        {
            return File.ReadAllText(NoteIn(dataDirectory));
        }
        catch (IOException)
        {
            return "(unknown)"; // the holder has not written it yet; the lock itself tells enough
        }
    }

    // A file of its own: nobody else can open the locked one, not even to read.
    private static string NoteIn(string dataDirectory) => Path.Combine(dataDirectory, ".pid");
}
