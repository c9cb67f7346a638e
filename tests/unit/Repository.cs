namespace UnitTests;

/// <summary>The checkout that contains the running tests, found by its solution file.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static IEnumerable<string> Files(string folder, string pattern)
    {
        string path = Path.Combine(Root, folder);
        return Directory.Exists(path) ? Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories) : [];
    }

    public static string Relative(string file) => Path.GetRelativePath(Root, file);

    private static string FindRoot(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Web.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no Web.sln above {start}");
    }
}
