using Ingestion;

namespace UnitTests.Ingestion;

public sealed class StallWatchTests
{
    private readonly StallWatch _watch = new(TimeSpan.FromSeconds(10));

    [Fact]
    public void A_partition_with_messages_that_does_not_move_is_told_once_each_period()
    {
        Assert.Equal([false, false, true, false, true], new[] { 0, 9, 10, 19, 20 }.Select(second => IsStalled(5, 8, second)));
    }

    [Fact]
    public void One_that_moves_or_has_nothing_to_read_is_not_told()
    {
        Assert.False(IsStalled(position: 5, end: 8, second: 0));
        Assert.False(IsStalled(position: 6, end: 8, second: 11));
        Assert.False(IsStalled(position: 8, end: 8, second: 22));
        Assert.False(IsStalled(position: 8, end: 8, second: 40));
        Assert.False(IsStalled(position: 8, end: 9, second: 60));
        Assert.False(IsStalled(position: 8, end: 9, second: 69));
        Assert.True(IsStalled(position: 8, end: 9, second: 70));
    }

    private bool IsStalled(long position, long end, int second) => _watch.IsStalled(0, position, end, DateTimeOffset.UnixEpoch.AddSeconds(second));
}
