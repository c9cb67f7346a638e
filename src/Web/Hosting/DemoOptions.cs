namespace Web.Hosting;

/// <summary>The demo: a Kafka inside the process and a generator that writes to it. Section <c>Demo</c>.</summary>
internal sealed class DemoOptions
{
    /// <summary><c>on</c>, <c>off</c>, or <c>auto</c>: on where no Kafka is set.</summary>
    public string Mode { get; init; } = "auto";

    public bool IsOn(KafkaOptions kafka) => Mode switch
    {
        "on" => true,
        "off" => false,
        _ => string.IsNullOrWhiteSpace(kafka.BootstrapServers),
    };

    public IEnumerable<string> Validate()
    {
        if (Mode is not ("on" or "off" or "auto"))
        {
            yield return $"Demo:Mode is '{Mode}'; give on, off or auto";
        }
    }
}
