namespace EndToEndTests;

/// <summary>Things of the machine that a test cannot do without: it is skipped where they are absent, except in CI, where they must be there.</summary>
internal static class Need
{
    public static void That(bool isThere, string reason)
    {
        if (isThere)
        {
            return;
        }

        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.Ordinal))
        {
            Assert.Fail($"{reason} CI must have it.");
        }

        Assert.Skip(reason);
    }
}
