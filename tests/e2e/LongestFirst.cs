using EndToEndTests.Browser;
using EndToEndTests.Golden;
using EndToEndTests.Guide;
using EndToEndTests.Scenarios;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(EndToEndTests.LongestFirst))]

namespace EndToEndTests;

/// <summary>Starts the classes that take longest first: begun last, one of them would run alone while the other processors wait.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        typeof(FaultTests).FullName!, typeof(DockerfileTests).FullName!, typeof(AccessibilityTests).FullName!, typeof(BenchmarkTests).FullName!,
        typeof(IngestionGoldenTests).FullName!, typeof(SourceTests).FullName!, typeof(SecuredBrokerTests).FullName!, typeof(GuideTests).FullName!,
        typeof(SaslTests).FullName!, typeof(DemoTests).FullName!, typeof(LifecycleTests).FullName!, typeof(RecordedAnswersTests).FullName!,
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => Place(collection.TestCollectionDisplayName)).ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal)];

    private static int Place(string collection)
    {
        int place = Array.FindIndex(Longest, name => collection.Contains(name, StringComparison.Ordinal));
        return place < 0 ? Longest.Length : place;
    }
}
