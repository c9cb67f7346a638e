namespace EndToEndTests;

/// <summary>The checkout that contains the running tests.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>The published program, built by <c>./test</c>.</summary>
    public static string Program { get; } = Path.Combine(Root, "artifacts", "millrace", "Web.dll");

    /// <summary>A path below the root.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

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
