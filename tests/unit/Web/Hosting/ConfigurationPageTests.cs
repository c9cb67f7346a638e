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

    private static IEnumerable<string> Defaults() => typeof(Settings).GetProperties().SelectMany(section => Defaults(section.Name, section.PropertyType));

    private static IEnumerable<string> Defaults(string section, Type type)
    {
        object? options = Activator.CreateInstance(type);
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(key => key.SetMethod is not null).SelectMany(key => key.GetValue(options) switch
        {
            { } nested when nested.GetType().Assembly == type.Assembly => Defaults($"{section}:{key.Name}", nested.GetType()),
            var value => [$"{section}:{key.Name} = {(Text(value) is { Length: > 0 } text ? text : "none")}"],
        });
    }

    private static string? Text(object? value) => value is string[] list ? string.Join(", ", list) : Convert.ToString(value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\| `(?<key>\w+(:\w+)+)` \|[^|]*\| (?<default>[^|]+?) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
