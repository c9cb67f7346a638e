using System.Text;
using Query.Filtering;

namespace UnitTests.Query.Filtering;

/// <summary>Predicates read like SQL in plans.</summary>
public sealed class PredicateTextTests
{
    public static TheoryData<string, string> Texts => new()
    {
        { new LongRange(5, 5).ToString(), "= 5" },
        { new LongRange(5, long.MaxValue).ToString(), ">= 5" },
        { new LongRange(int.MinValue, -5).ToString(), "<= -5" },
        { new LongRange(1, 9).ToString(), "BETWEEN 1 AND 9" },
        { new LongRange(1, 0).ToString(), "matches no value" },
        { new LongSet([3, 1, 2]).ToString(), "IN (1, 2, 3)" },
        { new LongSet(Enumerable.Range(1, 8).Select(i => (long)i)).ToString(), "IN (1, 2, 3, 4, 5 and 3 more)" },
        { new DoubleRange(double.NegativeInfinity, 1.5).ToString(), "<= 1.5" },
        { new DoubleSet([0.5]).ToString(), "= 0.5" },
        { new TextSet([Bytes("it's")]).ToString(), "= 'it''s'" },
        { new TextRange(Bytes("a"), LowInclusive: true, Bytes("b"), HighInclusive: false).ToString(), ">= 'a' AND < 'b'" },
        { new TextMatch("LIKE 'a%'", _ => true).ToString(), "LIKE 'a%'" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_predicate_is_written_as_it_stands_behind_its_operand(string text, string expected) => Assert.Equal(expected, text);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
