namespace UnitTests.Query.Golden;

/// <summary>Answers a real Pinot gave: how many of them we give too must never fall.</summary>
public sealed class GoldenTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("golden").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("features", 79)]
    [InlineData("airline", 1070)]
    [InlineData("functions", 4740)]
    public void As_many_recorded_answers_agree_as_before(string name, int atLeast)
    {
        bool mustRun = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        Assert.SkipUnless(GoldenSuite.Folder is not null || mustRun, "the recorded suites (../shared/golden) are not at hand");
        Assert.True(GoldenSuite.Folder is not null, "the recorded suites (../shared/golden) are not at hand, and CI must have them");
        GoldenSuite suite = GoldenSuite.Load(name, _directory);

        int passed = 0;
        int failed = 0;
        Dictionary<string, int> failedGroups = [];
        foreach (GoldenCase item in suite.Cases)
        {
            string? difference = suite.Check(item);
            if (difference is null)
            {
                passed++;
            }
            else if (!item.IsQuirk)
            {
                failed++;
                failedGroups[item.Group] = failedGroups.GetValueOrDefault(item.Group) + 1;
            }
        }

        string groups = string.Join(", ", failedGroups.OrderByDescending(group => group.Value).Select(group => $"{group.Key} {group.Value}"));
        Assert.True(passed >= atLeast, $"{name}: {passed} passed, {atLeast} wanted; {failed} failed: {groups}");
    }
}
