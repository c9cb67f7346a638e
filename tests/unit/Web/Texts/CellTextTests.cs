using Web.Texts;

namespace UnitTests.Web.Texts;

public sealed class CellTextTests
{
    public static TheoryData<object?, string?> Values => new()
    {
        { null, null },
        { 9223372036854775807L, "9223372036854775807" },
        { 0.1 + 0.2, "0.30000000000000004" },
        { true, "true" },
        { "a\tb\nc", "a\\tb\\nc" },
        { "user\u202Egnp.exe", "user\\u202Egnp.exe" },
        { "zero\u200Bwidth", "zero\\u200Bwidth" },
        { new[] { "x", "y" }, "[x, y]" },
        { new[] { 1L, 2L }, "[1, 2]" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_cell_shows_the_exact_value_and_nothing_hidden(object? value, string? expected) => Assert.Equal(expected, CellText.Shown(value));

    [Fact]
    public void A_long_text_is_cut_with_a_sign() => Assert.Equal(new string('x', CellText.MaxLength) + "…", CellText.Shown(new string('x', 1_000)));
}
