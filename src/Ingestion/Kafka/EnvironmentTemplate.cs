using System.Text.RegularExpressions;
using Ingestion.Sources;

namespace Ingestion.Kafka;

/// <summary>Values that stand for an environment variable, which keeps passwords out of table configs.</summary>
internal static partial class EnvironmentTemplate
{
    /// <summary>The value itself, or what <c>${NAME}</c> or <c>${NAME:default}</c> stands for; <c>$${…}</c> is the text <c>${…}</c>.</summary>
    /// <exception cref="IngestionException">The variable is not set and there is no default.</exception>
    public static string Resolve(string key, string value)
    {
        if (value.StartsWith("$${", StringComparison.Ordinal))
        {
            return value[1..];
        }

        Match template = Template().Match(value);
        if (!template.Success)
        {
            return value;
        }

        string name = template.Groups["name"].Value;
        return Environment.GetEnvironmentVariable(name)
            ?? (template.Groups["default"].Success ? template.Groups["default"].Value : null)
            ?? throw new IngestionException($"Failed to resolve environment variables: '{key}' is {value}, and {name} is not set");
    }

    [GeneratedRegex(@"^\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::(?<default>.*))?\}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Template();
}
