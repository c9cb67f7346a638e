using Web.Components.TableWizard;

namespace UnitTests.Web.Components.TableWizard;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("amo", "amount")]
    [InlineData("mult(AMO", "mult(amount")]
    [InlineData("toEpochDays(ts) + mu", "toEpochDays(ts) + mult(")]
    [InlineData("\"the f", "\"the field\"")]
    [InlineData("x = 'it' and amo", "x = 'it' and amount")]
    [InlineData("amount", "")]
    [InlineData("amount, ", "")]
    [InlineData("x = 'amo", "")]
    [InlineData("", "")]
    public void The_last_word_is_completed_and_nothing_else(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Completion.Of(text, ["amount", "the field"], ["mult", "toepochdays"]).Select(completion => completion.Text)));
}
