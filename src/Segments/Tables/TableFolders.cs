using System.Globalization;
using Segments.Files;

namespace Segments.Tables;

/// <summary>The folders of all tables. Each change is one rename, so a crash at any point leaves it done or not done.</summary>
/// <remarks>
/// <c>tables/events/table.json</c> and <c>tables/events/segments/</c>. A table in the making is called <c>.new-…</c>, one on its way out
/// <c>.deleted-…</c>; <see cref="RemoveLeftovers"/> clears both away.
/// </remarks>
/// <param name="dataDirectory">Folder above <c>tables</c>.</param>
/// <param name="afterStep">Told the name of each step once it is done; lets a test look at the folder as a crash would leave it.</param>
internal sealed class TableFolders(string dataDirectory, Action<string>? afterStep = null)
{
    private const string SegmentsFolder = "segments";
    private const string NewPrefix = ".new-";
    private const string DeletedPrefix = ".deleted-";

    private readonly string _root = Path.Combine(dataDirectory, "tables");

    public void Prepare()
    {
        Directory.CreateDirectory(_root);
        Libc.FlushDirectory(dataDirectory);
        RemoveLeftovers();
    }

    /// <summary>Names of the folders that hold a table.</summary>
    public IReadOnlyList<string> Names() =>
    [
        .. Directory.EnumerateDirectories(_root).Select(folder => Path.GetFileName(folder))
            .Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal),
    ];

    public string SegmentsOf(string name) => Path.Combine(_root, name, SegmentsFolder);

    public string DefinitionOf(string name) => Path.Combine(_root, name, TableFile.FileName);

    /// <exception cref="FormatException">The definition cannot be read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public TableDefinition Load(string name) => TableFile.Read(File.ReadAllText(DefinitionOf(name)));

    public void Create(TableDefinition definition)
    {
        string name = definition.Config.Name;
        string prepared = Unique(NewPrefix, name);
        try
        {
            Directory.CreateDirectory(Path.Combine(prepared, SegmentsFolder));
            afterStep?.Invoke("folder made");
            DurableFile.WriteNew(Path.Combine(prepared, TableFile.FileName), TableFile.Write(definition));
            afterStep?.Invoke("definition written");
            Libc.FlushDirectory(prepared);
            Directory.Move(prepared, Path.Combine(_root, name));
        }
        catch (IOException)
        {
            RemoveIfThere(prepared);
            throw;
        }

        afterStep?.Invoke("renamed");
        Libc.FlushDirectory(_root);
    }

    public void Replace(TableDefinition definition)
    {
        DurableFile.Replace(DefinitionOf(definition.Config.Name), TableFile.Write(definition));
        afterStep?.Invoke("definition replaced");
    }

    /// <summary>Takes a table away in one rename.</summary>
    /// <returns>Where its files are until <see cref="Remove"/>.</returns>
    public string Retire(string name)
    {
        string doomed = Unique(DeletedPrefix, name);
        Directory.Move(Path.Combine(_root, name), doomed);
        afterStep?.Invoke("renamed");
        Libc.FlushDirectory(_root);
        return doomed;
    }

    public void Remove(string doomed)
    {
        Directory.Delete(doomed, recursive: true);
        afterStep?.Invoke("removed");
    }

    private static void RemoveIfThere(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void RemoveLeftovers()
    {
        foreach (string folder in Directory.EnumerateDirectories(_root, ".*"))
        {
            string name = Path.GetFileName(folder);
            if (name.StartsWith(NewPrefix, StringComparison.Ordinal) || name.StartsWith(DeletedPrefix, StringComparison.Ordinal))
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        foreach (string file in Directory.EnumerateFiles(_root, TableFile.FileName + ".tmp", SearchOption.AllDirectories))
        {
            File.Delete(file);
        }
    }

    private string Unique(string prefix, string name) =>
        Path.Combine(_root, string.Create(CultureInfo.InvariantCulture, $"{prefix}{name}-{Guid.NewGuid():N}"));
}
