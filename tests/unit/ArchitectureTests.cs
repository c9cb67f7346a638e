using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.Components;

namespace UnitTests;

/// <summary>The dependency rules of docs/architecture.md.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string[] InnerProjects = ["Segments", "Ingestion", "Query"];

    [Theory]
    [InlineData("Segments", "")]
    [InlineData("Ingestion", "Segments")]
    [InlineData("Query", "Segments")]
    [InlineData("Web", "Ingestion Query Segments")]
    public void A_project_knows_only_its_neighbours_below(string project, string allowed) =>
        Assert.Equal(Words(allowed), References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)));

    [Theory]
    [InlineData("Segments", "")]
    [InlineData("Query", "")]
    [InlineData("Ingestion", "Apache.Avro BouncyCastle.Cryptography Confluent.Kafka K4os.Compression.LZ4 Microsoft.Extensions.Logging.Abstractions Snappier ZstdSharp.Port librdkafka.redist protobuf-net protobuf-net.Reflection")]
    public void An_inner_project_uses_only_its_listed_packages(string project, string allowed) =>
        Assert.Equal(Words(allowed), References(project, "PackageReference"));

    [Fact]
    public void Components_reach_the_engines_only_through_a_class_in_Web()
    {
        const BindingFlags Everything = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

        IEnumerable<string> offenders =
            from component in Assembly.Load("Web").GetTypes().Where(typeof(IComponent).IsAssignableFrom)
            from property in component.GetProperties(Everything)
            where property.IsDefined(typeof(InjectAttribute))
            where InnerProjects.Contains(property.PropertyType.Assembly.GetName().Name, StringComparer.Ordinal)
            select $"{component.Name} injects {property.PropertyType.Name}";

        Assert.Empty(offenders);
    }

    [Fact]
    public void Folders_of_Web_need_each_other_in_one_direction()
    {
        string web = Path.Combine(Repository.Root, "src", "Web");
        Dictionary<string, HashSet<string>> needs = Directory.GetDirectories(web).Where(folder => Path.GetFileName(folder) is not ("bin" or "obj")).ToDictionary(
            folder => Path.GetFileName(folder),
            folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".cs" or ".razor").SelectMany(File.ReadLines)
                .Select(line => UsingOfWeb().Match(line)).Where(match => match.Success).Select(match => match.Groups["folder"].Value).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.True(needs["Components"].Count > 5, "the pattern finds no usings");

        while (needs.FirstOrDefault(folder => !folder.Value.Any(other => other != folder.Key && needs.ContainsKey(other))).Key is { } free)
        {
            needs.Remove(free);
        }

        Assert.Empty(needs.Select(folder => $"{folder.Key} needs {string.Join(", ", folder.Value.Where(needs.ContainsKey))}"));
    }

    [GeneratedRegex(@"^@?using Web\.(?<folder>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UsingOfWeb();

    private static string[] References(string project, string kind) =>
    [
        .. XDocument.Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"))
            .Descendants(kind)
            .Select(reference => reference.Attribute("Include")!.Value)
            .Order(StringComparer.Ordinal),
    ];

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
