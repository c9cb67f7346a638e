using Ingestion.Kafka;
using Ingestion.Sources;

namespace UnitTests.Ingestion.Kafka;

public sealed class ConnectionSettingsTests
{
    [Theory]
    [InlineData("org.apache.kafka.common.security.plain.PlainLoginModule required username=\"alice\" password=\"se cret\";", "alice", "se cret")]
    [InlineData("org.apache.pinot.shaded.org.apache.kafka.common.security.scram.ScramLoginModule required username=\"alice\" password=\"a\\\"b\\\\c;=\" ;", "alice", "a\"b\\c;=")]
    [InlineData("x.ScramLoginModule  REQUIRED\n username=alice\n password='it is' ", "alice", "it is")]
    public void Name_and_password_come_from_the_login_module_whatever_it_is(string jaas, string user, string password)
    {
        Dictionary<string, string> settings = Settings(("security.protocol", "sasl_ssl"), ("sasl.mechanism", "SCRAM-SHA-512"), ("sasl.jaas.config", jaas));

        Assert.Equal(("SASL_SSL", "SCRAM-SHA-512", user, password), (settings["security.protocol"], settings["sasl.mechanism"], settings["sasl.username"], settings["sasl.password"]));
        Assert.Equal("https", settings["ssl.endpoint.identification.algorithm"]);
    }

    [Fact]
    public void Tokens_are_asked_for_where_the_table_says()
    {
        Dictionary<string, string> settings = Settings(
            ("security.protocol", "SASL_SSL"), ("sasl.mechanism", "OAUTHBEARER"), ("sasl.oauthbearer.token.endpoint.url", "https://login.example.com/token"),
            ("sasl.jaas.config", "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId=\"me\" clientSecret=\"s\" scope=\"kafka\";"));

        Assert.Equal(("oidc", "https://login.example.com/token", "me", "s", "kafka"), (
            settings["sasl.oauthbearer.method"], settings["sasl.oauthbearer.token.endpoint.url"], settings["sasl.oauthbearer.client.id"],
            settings["sasl.oauthbearer.client.secret"], settings["sasl.oauthbearer.scope"]));
    }

    [Theory]
    [InlineData("TLS", "PLAIN", "", "security.protocol 'TLS' is unknown; write one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL")]
    [InlineData("SASL_SSL", "", "", "sasl.mechanism is not set, which means GSSAPI (Kerberos): not supported; use PLAIN")]
    [InlineData("SASL_SSL", "NTLM", "", "sasl.mechanism 'NTLM' is unknown")]
    [InlineData("SASL_SSL", "PLAIN", "", "sasl.mechanism PLAIN needs sasl.jaas.config")]
    [InlineData("SASL_SSL", "PLAIN", "x.PlainLoginModule required password=\"hush\";", "sasl.jaas.config has no username, which PLAIN needs")]
    [InlineData("SASL_SSL", "PLAIN", "x.PlainLoginModule username=\"a\" password=\"hush\";", "after the class there must be required")]
    [InlineData("SASL_SSL", "PLAIN", "x.PlainLoginModule required username=\"a\" password=\"hush;", "a quote is not closed")]
    [InlineData("SASL_SSL", "PLAIN", "x.PlainLoginModule required username hush;", "option number 1 has no '='")]
    [InlineData("SASL_SSL", "PLAIN", "x.A required username=a password=hush; x.B required;", "there is more than one entry")]
    [InlineData("SASL_SSL", "OAUTHBEARER", "x.OAuth required clientId=a clientSecret=hush;", "needs sasl.oauthbearer.token.endpoint.url")]
    public void What_a_login_lacks_is_told_without_its_secrets(string protocol, string mechanism, string jaas, string message)
    {
        IngestionException exception = Assert.Throws<IngestionException>(() => Settings(("security.protocol", protocol), ("sasl.mechanism", mechanism), ("sasl.jaas.config", jaas)));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", exception.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Settings(params (string Key, string Value)[] values)
    {
        Dictionary<string, string> map = new()
        {
            ["streamType"] = "kafka",
            ["stream.kafka.topic.name"] = "t",
            ["stream.kafka.broker.list"] = "kafka:9092",
            ["stream.kafka.decoder.class.name"] = "org.apache.pinot.plugin.inputformat.json.JSONMessageDecoder",
        };
        foreach ((string key, string value) in values)
        {
            map[key] = value;
        }

        return StreamConfig.Parse(map).ClientSettings();
    }
}
