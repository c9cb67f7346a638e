using System.Text.RegularExpressions;

namespace UnitTests;

/// <summary>Limits on files and truth of the documents.</summary>
public sealed partial class RepositoryTests
{
    [Theory]
    [InlineData("*.cs", 500)]
    [InlineData("*.razor", 200)]
    public void No_source_file_is_longer_than_a_reader_can_hold(string pattern, int maxLines)
    {
        IEnumerable<string> tooLong =
            from folder in new[] { "src", "tests", "benchmarks" }
            from file in Repository.Files(folder, pattern)
            let lines = File.ReadLines(file).Count()
            where lines > maxLines
            select $"{Repository.Relative(file)}: {lines} lines, limit {maxLines}";

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Every_decision_is_listed_in_the_index()
    {
        string index = File.ReadAllText(Path.Combine(Repository.Root, "docs", "decisions", "README.md"));

        IEnumerable<string> missing = Repository.Files("docs/decisions", "0*.md")
            .Select(file => Path.GetFileName(file))
            .Where(name => !index.Contains(name, StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_path_named_in_the_architecture_page_exists()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));

        IEnumerable<string> missing = NamedPath().Matches(page)
            .Select(match => match.Groups["path"].Value)
            .Where(path => !Path.Exists(Path.Combine(Repository.Root, path)));

        Assert.Empty(missing);
    }

    [GeneratedRegex("`(?<path>(src|tests|docs|benchmarks|wwwroot)/[^`*]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamedPath();
}
