using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Segments.Files;
using Segments.Schema;

namespace Segments.Tables;

/// <summary>Schemas that were posted on their own: <c>schemas/&lt;name&gt;.json</c>. The schema of a table is in the table's own definition.</summary>
internal sealed class SchemaStore
{
    private readonly string _folder;
    private readonly Lock _writing = new();
    private ImmutableSortedDictionary<string, JsonObject> _schemas = ImmutableSortedDictionary.Create<string, JsonObject>(StringComparer.Ordinal);

    private SchemaStore(string folder) => _folder = folder;

    public IEnumerable<string> Names => Volatile.Read(ref _schemas).Keys;

    /// <param name="dataDirectory">Folder above <c>schemas</c>.</param>
    /// <param name="damaged">Gets the files that hold no schema.</param>
    public static SchemaStore Open(string dataDirectory, List<DamagedFile> damaged)
    {
        SchemaStore store = new(Path.Combine(dataDirectory, "schemas"));
        Directory.CreateDirectory(store._folder);
        foreach (string file in Directory.EnumerateFiles(store._folder, "*.tmp"))
        {
            File.Delete(file);
        }

        foreach (string file in Directory.EnumerateFiles(store._folder, "*.json"))
        {
            try
            {
                SchemaDocument document = SchemaJson.Parse((JsonNode.Parse(File.ReadAllText(file)) ?? throw new InvalidOperationException("the file holds null")).AsObject());
                store._schemas = store._schemas.SetItem(document.Schema.Name, document.Json);
            }
            catch (Exception exception) when (exception is SchemaException or System.Text.Json.JsonException or InvalidOperationException)
            {
                damaged.Add(new DamagedFile(file, $"not a schema: {exception.Message}"));
            }
        }

        return store;
    }

    public bool TryFind(string name, [NotNullWhen(true)] out JsonObject? json) => Volatile.Read(ref _schemas).TryGetValue(name, out json);

    public void Put(SchemaDocument document)
    {
        lock (_writing)
        {
            DurableFile.Replace(PathOf(document.Schema.Name), document.Json.ToJsonString());
            Volatile.Write(ref _schemas, _schemas.SetItem(document.Schema.Name, document.Json));
        }
    }

    public bool Remove(string name)
    {
        lock (_writing)
        {
            if (!_schemas.ContainsKey(name))
            {
                return false;
            }

            File.Delete(PathOf(name));
            Libc.FlushDirectory(_folder);
            Volatile.Write(ref _schemas, _schemas.Remove(name));
            return true;
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, name + ".json");
}
