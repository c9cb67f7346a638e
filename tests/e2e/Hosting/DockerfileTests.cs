using System.Text.RegularExpressions;

namespace EndToEndTests.Hosting;

/// <summary>The Dockerfile without a container engine: its copies and commands in an empty folder, its result started as the image would.</summary>
public sealed partial class DockerfileTests
{
    // What takes most of the time and was done when the program under test was built.
    private const string Quick = " -p:PublishReadyToRun=false -p:RunAnalyzers=false";

    private static readonly string[] Lines = File.ReadAllLines(Repository.PathOf("Dockerfile"));

    [Fact]
    public void Every_source_of_a_copy_exists_and_reaches_the_build()
    {
        string[] sources = [.. Lines.Where(IsCopyFromHere).SelectMany(Sources)];

        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.True(Path.Exists(Repository.PathOf(source)), $"{source} does not exist"));

        string[] let = [.. File.ReadAllLines(Repository.PathOf(".dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..])];
        Assert.Equal(sources.Select(source => source.TrimEnd('/')).Order(StringComparer.Ordinal), let.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_build_commands_make_a_program_that_answers_on_both_ports()
    {
        using TempFolder image = new();
        string source = Path.Combine(image.Path, "source");
        string app = Path.Combine(image.Path, "app");
        Directory.CreateDirectory(source);
        foreach (string copied in Lines.Where(IsCopyFromHere).SelectMany(Sources))
        {
            (await Command.RunAsync("cp", ["-r", Repository.PathOf(copied.TrimEnd('/')), source], TestContext.Current.CancellationToken)).Succeeded();
        }

        string build = Lines.Single(line => line.StartsWith("RUN dotnet publish", StringComparison.Ordinal))["RUN ".Length..];
        build = build.Replace(" /app", $" '{app}'", StringComparison.Ordinal) + Quick;
        (await Command.ShellAsync(build, source, TestContext.Current.CancellationToken)).Succeeded();
        Directory.Delete(source, recursive: true);
        Assert.True(File.Exists(Path.Combine(app, "wwwroot", "js", "editor.js")), "the editor's bundle is missing");

        await using ServerProcess server = new(StartFlags());
        await server.StartProgramAsync(Path.Combine(app, "Web.dll"), TestContext.Current.CancellationToken);
        using HttpClient http = new();
        foreach (Uri address in new[] { server.Controller, server.Broker })
        {
            Assert.Equal("OK", await http.GetStringAsync(new Uri(address, "/health"), TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void The_image_runs_without_root_and_names_its_ports_and_volume()
    {
        Assert.Contains("USER $APP_UID", Lines);
        Assert.Contains("EXPOSE 9000 8099", Lines);
        Assert.Contains("VOLUME /data", Lines);
    }

    // The flags of CMD, but for the data folder, which is the test's.
    private static string[] StartFlags()
    {
        string[] words = [.. Quoted().Matches(Lines.Single(line => line.StartsWith("CMD", StringComparison.Ordinal))).Select(match => match.Groups["word"].Value)];
        Assert.Equal("StartServer", words[0]);
        int data = Array.IndexOf(words, "--data");
        Assert.Equal("/data", words[data + 1]);
        return [.. words[1..data], .. words[(data + 2)..]];
    }

    private static bool IsCopyFromHere(string line) => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from=", StringComparison.Ordinal);

    private static string[] Sources(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..^1];

    [GeneratedRegex("\"(?<word>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();
}
