namespace Web.Hosting;

/// <summary>Where tables and their segments live. Section <c>Storage</c>.</summary>
internal sealed class StorageOptions
{
    /// <summary>Folder of all tables, made at the first start; relative to the working directory.</summary>
    public string DataDirectory { get; init; } = "./data";

    /// <summary>How often segments past their table's retention are looked for and deleted.</summary>
    public TimeSpan RetentionInterval { get; init; } = TimeSpan.FromMinutes(5);

    public IEnumerable<string> Validate()
    {
        if (string.IsNullOrWhiteSpace(DataDirectory))
        {
            yield return "Storage:DataDirectory is empty; give the folder for tables and segments, such as ./data";
        }

        if (RetentionInterval <= TimeSpan.Zero)
        {
            yield return $"Storage:RetentionInterval is {RetentionInterval}; it must be longer than zero";
        }
    }
}
