using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Segments.Schema;

namespace Segments.Tables;

/// <summary>All tables and schemas of a data folder. Readers never wait; changes come one at a time and are on the disk when they return.</summary>
public sealed class TableCatalog : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly TableFolders _folders;
    private readonly SchemaStore _schemas;
    private readonly DataDirectoryLock _lock;
    private readonly Lock _changing = new();
    private ImmutableSortedDictionary<string, Table> _tables;

    private TableCatalog(
        TimeProvider clock, TableFolders folders, SchemaStore schemas, DataDirectoryLock dataLock, ImmutableSortedDictionary<string, Table> tables)
    {
        _clock = clock;
        _folders = folders;
        _schemas = schemas;
        _lock = dataLock;
        _tables = tables;
        foreach (Table table in tables.Values)
        {
            Own(table);
        }
    }

    /// <summary>The tables by name.</summary>
    public IReadOnlyList<Table> Tables => [.. Volatile.Read(ref _tables).Values];

    /// <summary>Definitions and schemas that could not be read; each table has its own list of segment files besides.</summary>
    public IReadOnlyList<DamagedFile> Damaged { get; private init; } = [];

    /// <summary>Names of all schemas, of tables and posted on their own, in order.</summary>
    public IReadOnlyList<string> SchemaNames =>
        [.. _schemas.Names.Concat(Volatile.Read(ref _tables).Values.Select(table => table.Name)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Opens a data folder, and makes it if need be: reads every definition, checks every segment file.</summary>
    /// <param name="dataDirectory">Its lock is held until <see cref="Dispose"/>.</param>
    /// <param name="clock">Gives creation times.</param>
    /// <exception cref="DataDirectoryException">Another process uses the folder, or it cannot be written.</exception>
    public static TableCatalog Open(string dataDirectory, TimeProvider clock) => Open(dataDirectory, clock, afterStep: null);

    /// <summary>Finds a table.</summary>
    /// <param name="name">Raw or with <c>_REALTIME</c>, in any case.</param>
    /// <param name="table">The table.</param>
    public bool TryFind(string name, [NotNullWhen(true)] out Table? table) =>
        Volatile.Read(ref _tables).TryGetValue(TableConfig.RawName(name), out table);

    /// <summary>Creates a table: all of it, or, if the process dies meanwhile, nothing.</summary>
    /// <exception cref="TableConfigException">There is a table of that name already.</exception>
    /// <exception cref="IOException">The disk refused; nothing is left of the table.</exception>
    public Table Create(TableDefinition definition)
    {
        lock (_changing)
        {
            string name = definition.Config.Name;
            if (_tables.TryGetValue(name, out Table? known))
            {
                throw new TableConfigException($"Table config for {known.Definition.Config.NameWithType} already exists.");
            }

            _folders.Create(definition);
            Table table = new(definition, _folders.SegmentsOf(name), _clock);
            Own(table);
            Volatile.Write(ref _tables, _tables.Add(name, table));
            return table;
        }
    }

    /// <summary>Changes what is written down about a table, in one step. Segments opened afterwards have the new schema.</summary>
    /// <param name="name">Raw or with suffix, in any case.</param>
    /// <param name="change">Gets the present definition; must keep the name.</param>
    /// <exception cref="KeyNotFoundException">There is no such table.</exception>
    /// <exception cref="IOException">The disk refused; the old definition stays.</exception>
    public Table Update(string name, Func<TableDefinition, TableDefinition> change)
    {
        lock (_changing)
        {
            if (!TryFind(name, out Table? table))
            {
                throw new KeyNotFoundException($"Table {name} does not exist");
            }

            TableDefinition changed = change(table.Definition) with { ModifiedAt = _clock.GetUtcNow() };
            _folders.Replace(changed);
            table.Replace(changed);
            return table;
        }
    }

    /// <summary>Removes a table with all its rows. Queries that run keep what they see. Whoever fills the table must have stopped.</summary>
    /// <param name="name">Raw or with suffix, in any case.</param>
    /// <returns>False if there was none.</returns>
    /// <exception cref="IOException">The disk refused. If the table is gone all the same, the next start removes its files.</exception>
    public bool Delete(string name)
    {
        lock (_changing)
        {
            if (!TryFind(name, out Table? table))
            {
                return false;
            }

            string doomed = _folders.Retire(table.Name);
            Volatile.Write(ref _tables, _tables.Remove(table.Name));
            _folders.Remove(doomed);
            return true;
        }
    }

    /// <summary>The schema of that exact name as JSON: the table's, or one posted on its own. Not to be changed.</summary>
    public bool TryFindSchema(string name, [NotNullWhen(true)] out JsonObject? json)
    {
        if (TryFind(name, out Table? table) && string.Equals(table.Name, name, StringComparison.Ordinal))
        {
            json = table.Definition.SchemaJson;
            return true;
        }

        return _schemas.TryFind(name, out json);
    }

    /// <summary>Keeps a schema, whether or not there is a table of its name; a table of its name is not changed.</summary>
    /// <exception cref="IOException">The disk refused; the old schema stays.</exception>
    public void PutSchema(SchemaDocument document) => _schemas.Put(document);

    /// <summary>Forgets a schema that was posted on its own.</summary>
    /// <returns>False if there was none.</returns>
    public bool DeleteSchema(string name) => _schemas.Remove(name);

    /// <summary>Lets another process have the folder.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>The same, telling each step on the disk once it is done.</summary>
    internal static TableCatalog Open(string dataDirectory, TimeProvider clock, Action<string>? afterStep)
    {
        string root = Path.GetFullPath(dataDirectory);
        DataDirectoryLock dataLock = TakeFolder(root);
        try
        {
            TableFolders folders = new(root, afterStep);
            folders.Prepare();
            List<DamagedFile> damaged = [];
            SchemaStore schemas = SchemaStore.Open(root, damaged);
            ImmutableSortedDictionary<string, Table> tables = LoadAll(folders, clock, damaged);
            return new TableCatalog(clock, folders, schemas, dataLock, tables) { Damaged = damaged };
        }
        catch
        {
            dataLock.Dispose();
            throw;
        }
    }

    private void Own(Table table) => table.WriteDown = change => Update(table.Name, change);

    private static DataDirectoryLock TakeFolder(string root)
    {
        try
        {
            Directory.CreateDirectory(root);
            return DataDirectoryLock.Take(root);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataDirectoryException($"data folder {root} cannot be used: {exception.Message} Choose another folder with --data.", exception);
        }
    }

    private static ImmutableSortedDictionary<string, Table> LoadAll(TableFolders folders, TimeProvider clock, List<DamagedFile> damaged)
    {
        ImmutableSortedDictionary<string, Table>.Builder tables = ImmutableSortedDictionary.CreateBuilder<string, Table>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in folders.Names())
        {
            try
            {
                TableDefinition definition = folders.Load(name);
                if (string.Equals(definition.Config.Name, name, StringComparison.Ordinal))
                {
                    tables[name] = Table.Load(definition, folders.SegmentsOf(name), clock);
                }
                else
                {
                    damaged.Add(new DamagedFile(folders.DefinitionOf(name), $"it defines table {definition.Config.Name} but stands in folder {name}"));
                }
            }
            catch (Exception exception) when (exception is FormatException or IOException)
            {
                damaged.Add(new DamagedFile(folders.DefinitionOf(name), exception.Message));
            }
        }

        return tables.ToImmutable();
    }
}
