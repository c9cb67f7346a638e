using System.Collections.Concurrent;
using UnitTests.Query.Golden;

namespace UnitTests.Ingestion.Golden;

/// <summary>What arrives on Kafka against the rows that a real Pinot made of it, from message to answer but without a broker.</summary>
public sealed class IngestionGoldenTests
{
    /// <summary>Cases that shall differ, one a line, with the reason behind a blank. A case that agrees has no business there.</summary>
    private static readonly string[] Differing =
        [.. File.ReadLines(Path.Combine(Repository.Root, "tests", "unit", "Ingestion", "Golden", "differing-cases.txt")).Where(line => line.Length > 0).Select(line => line.Split(' ')[0])];

    [Fact]
    public async Task Every_case_agrees_except_those_listed()
    {
        Assert.SkipUnless(GoldenSuite.Folder is not null, "the recorded suites (../shared/golden) are not at hand");
        IReadOnlyList<RecordedCase> cases = RecordedCase.ReadAll(Path.Combine(GoldenSuite.Folder!, "ingestion"));
        ConcurrentDictionary<string, string> troubles = new(StringComparer.Ordinal);

        await Parallel.ForEachAsync(cases, TestContext.Current.CancellationToken, async (item, _) =>
        {
            if (await RunAsync(item) is { } trouble)
            {
                troubles[item.Name] = trouble;
            }
        });

        string all = string.Join('\n', troubles.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"  {pair.Key}: {pair.Value}"));
        TestContext.Current.TestOutputHelper!.WriteLine($"{cases.Count - troubles.Count} of {cases.Count} cases agree\n{all}");
        string[] worse = [.. troubles.Where(pair => !Differing.Contains(pair.Key)).Select(pair => $"{pair.Key}: {pair.Value}").Order(StringComparer.Ordinal)];
        string[] better = [.. Differing.Where(name => !troubles.ContainsKey(name))];
        Assert.True(worse.Length == 0, $"{worse.Length} cases differ:\n{string.Join('\n', worse)}");
        Assert.True(better.Length == 0, $"these agree now (or are no cases), so take them out of differing-cases.txt:\n{string.Join('\n', better)}");
    }

    private static async Task<string?> RunAsync(RecordedCase item)
    {
        RecordedTable table;
        try
        {
            table = RecordedTable.Create(item);
        }
        catch (Exception exception)
        {
            return $"refused: {exception.Message}";
        }

        await using (table)
        {
            string? trouble = await table.FillAsync() ?? Forgive(item, table.Differ(item));
            if (trouble is null && item.IsSealedToo)
            {
                trouble = await table.SealAsync() ?? Forgive(item, table.Differ(item) is { } difference ? $"after the seal: {difference}" : null);
            }

            return trouble is null ? null : $"{trouble}{string.Concat(table.Rejected.Take(3).Select(message => $"\n    offset {message.Offset}: {message.Reason}"))}";
        }
    }

    // Where Pinot itself is odd the recorded answer is no measure.
    private static string? Forgive(RecordedCase item, string? trouble) => item.IsQuirk ? null : trouble;
}
