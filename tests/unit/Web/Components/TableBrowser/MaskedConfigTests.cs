using System.Text.Json.Nodes;
using Web.Components.TableBrowser;

namespace UnitTests.Web.Components.TableBrowser;

public sealed class MaskedConfigTests
{
    [Theory]
    [InlineData("hush", "********")]
    [InlineData("${KAFKA_LOGIN}", "${KAFKA_LOGIN}")]
    [InlineData("${KAFKA_LOGIN:hush}", "********")]
    [InlineData("a ${KAFKA_LOGIN} hush", "********")]
    public void A_secret_is_covered_and_the_name_of_a_variable_is_not(string value, string shown) =>
        Assert.Equal(shown, MaskedConfig.Of(new JsonObject { ["streams"] = new JsonArray(new JsonObject { ["sasl.jaas.config"] = value }) })["streams"]![0]!["sasl.jaas.config"]!.ToString());
}
