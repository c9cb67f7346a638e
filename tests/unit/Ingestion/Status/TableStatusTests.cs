using Ingestion.Status;
using UnitTests.Web.Components;

namespace UnitTests.Ingestion.Status;

public sealed class TableStatusTests
{
    [Fact]
    public void Progress_waits_until_the_targets_of_all_partitions_are_known()
    {
        PartitionStatus half = ConsoleContext.Partition(0, position: 50, end: 100);
        PartitionStatus unknown = ConsoleContext.Partition(1, position: 0, end: 0) with { Progress = 0 };

        Assert.Equal(0, Of().Progress);
        Assert.Equal(0, Of(half, unknown).Progress);
        Assert.Equal(0.5, Of(half, unknown with { Progress = 1 }).Progress); // known, and nothing to read
    }

    private static TableStatus Of(params PartitionStatus[] partitions) => new("events", "events", "b:1", false, partitions);
}
