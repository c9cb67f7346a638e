using Confluent.Kafka;
using Ingestion.Kafka;

namespace UnitTests.Ingestion.Kafka;

public sealed class KafkaTroubleTests
{
    [Fact]
    public void Explain_names_the_address_that_a_broker_advertises()
    {
        string text = KafkaTrouble.Explain(ErrorCode.Local_Resolve, "kafka:9092/1: Failed to resolve 'kafka:9092': Name or service not known (after 3ms in state CONNECT)");

        Assert.Equal(
            "kafka:9092/1: Failed to resolve 'kafka:9092': Name or service not known; the broker advertises itself as 'kafka:9092', which must be reachable from here (advertised.listeners of the broker)",
            text);
    }

    [Fact]
    public void Explain_leaves_the_address_of_the_config_alone()
    {
        string text = KafkaTrouble.Explain(ErrorCode.Local_Transport, "127.0.0.1:1/bootstrap: Connect to ipv4#127.0.0.1:1 failed: Connection refused (after 0ms in state CONNECT)");

        Assert.Equal("127.0.0.1:1/bootstrap: Connect to ipv4#127.0.0.1:1 failed: Connection refused", text);
    }

    [Theory]
    [InlineData("ssl://kafka:9092/bootstrap: Disconnected: SSL connection closed by peer (after 3ms in state SSL_HANDSHAKE)", "PLAINTEXT")]
    [InlineData("sasl_ssl://kafka:9092/bootstrap: Disconnected: SSL connection closed by peer", "PLAINTEXT")]
    [InlineData("kafka:9092/bootstrap: Disconnected (after 3ms in state APIVERSION_QUERY)", "SSL or SASL")]
    public void A_broker_that_hangs_up_may_speak_another_protocol(string report, string named)
    {
        Assert.Contains(named, KafkaTrouble.Explain(ErrorCode.Local_Transport, report), StringComparison.Ordinal);
    }
}
