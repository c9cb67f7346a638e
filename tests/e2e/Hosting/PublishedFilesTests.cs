using System.Text.RegularExpressions;

namespace EndToEndTests.Hosting;

/// <summary>The web root stands outside the project and is declared by a build target: a published program must still serve all of it.</summary>
public sealed partial class PublishedFilesTests(DemoServer demo)
{
    [Fact]
    public async Task Every_file_that_the_home_page_names_is_served_with_content()
    {
        ServerProcess server = await demo.StartedAsync();
        using HttpClient http = new() { BaseAddress = server.Controller };
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        string page = await http.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        string[] files = [.. NamedFile().Matches(page).Select(match => match.Groups["path"].Value).Where(path => !path.StartsWith("data:", StringComparison.Ordinal))];

        Assert.Contains(files, file => file.EndsWith(".js", StringComparison.Ordinal));
        Assert.Contains(files, file => file.EndsWith(".css", StringComparison.Ordinal));
        foreach (string file in files)
        {
            byte[] content = await http.GetByteArrayAsync(new Uri(file, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.True(content.Length > 0, $"{file} is empty");
        }
    }

    [GeneratedRegex("""(?:src|href)="(?<path>/?[^"#:]+\.[a-z]+[^"]*)" """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamedFile();
}
