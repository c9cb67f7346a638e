using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Segments.Schema;

namespace Segments.Tables;

/// <summary>What must hold for <c>tierConfigs</c>, which name the machines old segments move to. They have no effect in one process.</summary>
internal static partial class TierRules
{
    /// <exception cref="TableConfigException">Names the tier and the key.</exception>
    public static void Check(TableConfig config)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (JsonObject tier in (config.Json["tierConfigs"] as JsonArray ?? []).OfType<JsonObject>())
        {
            string name = tier.Text("name") ?? "";
            Require(name.Length > 0, "Tier name cannot be blank; write 'name' in 'tierConfigs'");
            Require(names.Add(name), $"Tier name: {name} already exists in tier configs");
            CheckSelector(tier, name);
            CheckStorage(tier, name);
        }
    }

    private static void CheckSelector(JsonObject tier, string name)
    {
        string selector = tier.Text("segmentSelectorType") ?? "";
        if (selector.Equals("time", StringComparison.OrdinalIgnoreCase))
        {
            string age = tier.Text("segmentAge") ?? throw new TableConfigException($"Must provide 'segmentAge' for segmentSelectorType: {selector} in tier: {name}");
            Require(Age().IsMatch(age), $"segmentAge: {age} must be a valid period string (eg. 30d, 24h) in tier: {name}");
            return;
        }

        Require(selector.Equals("fixed", StringComparison.OrdinalIgnoreCase), $"Unsupported segmentSelectorType: {selector} in tier: {name}");
    }

    private static void CheckStorage(JsonObject tier, string name)
    {
        string storage = tier.Text("storageType") ?? "";
        Require(storage.Equals("pinot_server", StringComparison.OrdinalIgnoreCase), $"Unsupported storageType: {storage} in tier: {name}");
        string tag = tier.Text("serverTag") ?? throw new TableConfigException($"Must provide 'serverTag' for storageType: {storage} in tier: {name}");
        Require(
            tag.EndsWith("_OFFLINE", StringComparison.Ordinal) || tag.EndsWith("_REALTIME", StringComparison.Ordinal),
            $"serverTag: {tag} must have a valid server tag format (<tenantName>_OFFLINE or <tenantName>_REALTIME) in tier: {name}");
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new TableConfigException(fault);
        }
    }

    [GeneratedRegex(@"^(?=\d)(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Age();
}
