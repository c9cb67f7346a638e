using System.Text.RegularExpressions;
using Query.Functions;

namespace UnitTests.Query.Functions;

public sealed partial class FunctionCatalogTests
{
    [Fact]
    public void The_dialect_page_lists_exactly_the_functions_there_are()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "sql.md"));
        string list = page[page.IndexOf("## Functions", StringComparison.Ordinal)..page.IndexOf("## Where we differ", StringComparison.Ordinal)];

        HashSet<string> listed = [.. Name().Matches(list).Select(match => FunctionCatalog.Canonical(match.Groups["name"].Value))];

        Assert.Equal(FunctionCatalog.Names.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("`(?<name>[A-Za-z0-9_]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
