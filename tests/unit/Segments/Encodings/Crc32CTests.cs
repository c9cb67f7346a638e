using System.Text;
using Segments.Encodings;

namespace UnitTests.Segments.Encodings;

public sealed class Crc32CTests
{
    [Fact]
    public void The_check_value_of_the_standard_comes_out() =>
        Assert.Equal(0xE3069283u, Crc32C.Of(Encoding.ASCII.GetBytes("123456789")));

    [Fact]
    public void The_processor_agrees_with_the_table_in_one_piece_or_in_two()
    {
        Random random = new(1);
        for (int length = 0; length < 200; length++)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            int cut = random.Next(length + 1);

            uint expected = Crc32C.AppendByTable(0, bytes);

            Assert.Equal(expected, Crc32C.Of(bytes));
            Assert.Equal(expected, Crc32C.Append(Crc32C.Of(bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
        }
    }
}
