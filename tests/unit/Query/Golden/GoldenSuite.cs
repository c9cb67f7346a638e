using global::Query;
using Segments.Tables;

namespace UnitTests.Query.Golden;

/// <summary>A recorded suite: its tables in segments and its single-stage cases.</summary>
internal sealed class GoldenSuite
{
    private readonly QueryEngine _engine;

    private GoldenSuite(Dictionary<string, TableSnapshot> tables, List<GoldenCase> cases)
    {
        _engine = new QueryEngine(name => Find(tables, name), new QueryLimits { MaxGroups = 100_000 }, TimeProvider.System);
        Cases = cases;
    }

    public List<GoldenCase> Cases { get; }

    /// <summary>The folder of the suites, or null where they are not at hand.</summary>
    public static string? Folder
    {
        get
        {
            for (DirectoryInfo? folder = new(Repository.Root); folder is not null; folder = folder.Parent)
            {
                string golden = Path.Combine(folder.FullName, "shared", "golden");
                if (Directory.Exists(golden))
                {
                    return golden;
                }
            }

            return null;
        }
    }

    /// <param name="name">Folder of the suite.</param>
    /// <param name="directory">Where sealed segments go.</param>
    public static GoldenSuite Load(string name, string directory)
    {
        string folder = Path.Combine(Folder!, name);
        Dictionary<string, TableSnapshot> tables = new(StringComparer.OrdinalIgnoreCase);
        foreach (string schemaFile in Directory.EnumerateFiles(folder, "*schema*.json"))
        {
            string fileName = Path.GetFileName(schemaFile);
            string messages = Path.Combine(folder, fileName.Replace("schema", "messages", StringComparison.Ordinal).Replace(".json", ".jsonl.gz", StringComparison.Ordinal));
            messages = File.Exists(messages) ? messages : Path.Combine(folder, "messages.jsonl.gz");
            TableSnapshot table = GoldenTable.Load(
                schemaFile, Path.Combine(folder, fileName.Replace("schema", "table", StringComparison.Ordinal)), messages, directory);
            tables.Add(table.Schema.Name, table);
        }

        return new GoldenSuite(tables, [.. GoldenCase.Read(Path.Combine(folder, "queries.jsonl")).Where(item => item.IsSingleStage)]);
    }

    /// <summary>Null if our answer agrees with the recorded one.</summary>
    public string? Check(GoldenCase item) =>
        GoldenComparison.Difference(item, _engine.Execute(new QueryRequest(item.Sql, item.Options), CancellationToken.None));

    private static TableSnapshot? Find(Dictionary<string, TableSnapshot> tables, string name)
    {
        string raw = name.EndsWith("_REALTIME", StringComparison.OrdinalIgnoreCase) ? name[..^"_REALTIME".Length] : name;
        return tables.GetValueOrDefault(raw);
    }
}
