using Ingestion;

namespace UnitTests.Ingestion;

public sealed class UnstorableRowsTests
{
    [Fact]
    public void A_row_is_blamed_only_when_it_came_alone()
    {
        UnstorableRows rows = new();
        rows.Add(40);
        Assert.False(rows.Contains(40));
        Assert.Equal(1, rows.RowsAtOnce);

        rows.Add(17);
        Assert.True(rows.Contains(17));

        rows.Clear();
        Assert.False(rows.Contains(17));
        Assert.True(rows.RowsAtOnce > 1);
    }
}
