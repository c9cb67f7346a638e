using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Web.Hosting;

namespace UnitTests.Web.Hosting;

/// <summary>docs/configuration.md against the options classes: every key, every default.</summary>
public sealed partial class ConfigurationPageTests
{
    [Fact]
    public void The_page_lists_every_key_with_its_default_and_no_other()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"));

        IEnumerable<string> documented = Row().Matches(page).Select(row => $"{row.Groups["key"].Value} = {row.Groups["default"].Value.Trim('`')}");

        Assert.Equal(Defaults().Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Defaults() =>
        from section in typeof(Settings).GetProperties()
        let options = Activator.CreateInstance(section.PropertyType)
        from key in section.PropertyType.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where key.SetMethod is not null
        let value = Convert.ToString(key.GetValue(options), CultureInfo.InvariantCulture)
        select $"{section.Name}:{key.Name} = {(string.IsNullOrEmpty(value) ? "none" : value)}";

    [GeneratedRegex(@"^\| `(?<key>\w+:\w+)` \|[^|]*\| (?<default>[^|]+?) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
