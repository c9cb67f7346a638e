using System.Text.Json.Nodes;
using Segments.Schema;

namespace Segments.Tables;

/// <summary>What must hold for star-trees: they are built nowhere here, but a config that Pinot refuses is refused.</summary>
internal static class StarTreeRules
{
    // Percentiles are written with their rank as well, as in PERCENTILE95.
    private static readonly string[] Functions =
    [
        "COUNT", "MIN", "MAX", "SUM", "SUMINT", "SUMLONG", "SUMPRECISION", "AVG", "MINMAXRANGE", "MODE", "FIRSTWITHTIME", "LASTWITHTIME", "DISTINCTCOUNT", "DISTINCTCOUNTBITMAP",
        "SEGMENTPARTITIONEDDISTINCTCOUNT", "DISTINCTCOUNTHLL", "DISTINCTCOUNTRAWHLL", "DISTINCTCOUNTHLLPLUS", "DISTINCTCOUNTRAWHLLPLUS", "DISTINCTCOUNTULL",
        "DISTINCTCOUNTRAWULL", "DISTINCTCOUNTTHETASKETCH", "DISTINCTCOUNTRAWTHETASKETCH", "DISTINCTCOUNTTUPLESKETCH", "DISTINCTCOUNTRAWINTEGERSUMTUPLESKETCH",
        "SUMVALUESINTEGERSUMTUPLESKETCH", "AVGVALUEINTEGERSUMTUPLESKETCH", "DISTINCTCOUNTCPCSKETCH", "DISTINCTCOUNTRAWCPCSKETCH", "FASTHLL", "PERCENTILE", "PERCENTILEEST",
        "PERCENTILERAWEST", "PERCENTILETDIGEST", "PERCENTILERAWTDIGEST", "PERCENTILEKLL", "PERCENTILERAWKLL", "STDDEVPOP", "STDDEVSAMP", "VARPOP", "VARSAMP", "SKEWNESS", "KURTOSIS",
    ];

    /// <exception cref="TableConfigException">Names the column or the function.</exception>
    public static void Check(JsonObject indexing, IReadOnlySet<string> raw, TableSchema schema)
    {
        foreach (JsonObject tree in (indexing["starTreeIndexConfigs"] as JsonArray ?? []).OfType<JsonObject>())
        {
            string[] dimensions = [.. IndexRules.Names(tree, "dimensionsSplitOrder")];
            Require(dimensions.Length > 0, "'dimensionsSplitOrder' must be configured: it lists at least one column in each of 'starTreeIndexConfigs'");
            ColumnSchema[] columns = [.. dimensions.Select(name => Dimension(name, raw, schema))];
            string[] skipped = [.. IndexRules.Names(tree, "skipStarNodeCreationForDimensions")];
            Require(
                !skipped.Except(dimensions, StringComparer.Ordinal).Any(),
                $"Can not skip star-node creation for dimensions not in the split order, dimensionsSplitOrder: [{string.Join(", ", dimensions)}], skipStarNodeCreationForDimensions: [{string.Join(", ", skipped)}]");
            Require(
                tree["functionColumnPairs"] is null != tree["aggregationConfigs"] is null,
                "Either 'functionColumnPairs' or 'aggregationConfigs' must be specified, but not both");
            CheckPairs(tree, schema);
            ColumnSchema? list = columns.FirstOrDefault(column => column.IsMultiValue);
            Require(list is null, $"Star-tree dimension columns must be single-value, but found multi-value column: {list?.Name}");
        }
    }

    private static ColumnSchema Dimension(string name, IReadOnlySet<string> raw, TableSchema schema)
    {
        ColumnSchema column = IndexRules.TryFind(schema, name)
            ?? throw new TableConfigException($"Failed to find dimension column: {name} specified in star-tree index config in schema");
        Require(!raw.Contains(name), $"Cannot create star-tree index on dimension column: {name} without dictionary");
        return column;
    }

    private static void CheckPairs(JsonObject tree, TableSchema schema)
    {
        HashSet<(string Function, string Column)> seen = [];
        foreach (string pair in IndexRules.Names(tree, "functionColumnPairs"))
        {
            string[] halves = pair.Split("__", 2);
            Require(halves.Length == 2 && IsFunction(halves[0]), $"Invalid StarTreeIndex config: {pair}. Must be in the form <Aggregation function>__<Column name>, with an aggregation function that exists");
            CheckPair(halves[0], halves[1], pair, seen, schema);
        }

        foreach (JsonObject aggregation in (tree["aggregationConfigs"] as JsonArray ?? []).OfType<JsonObject>())
        {
            string function = aggregation.Text("aggregationFunction") ?? "";
            string column = aggregation.Text("columnName") ?? "";
            Require(IsFunction(function), $"Invalid StarTreeIndex config: 'aggregationFunction' {function} of column {column} does not exist");
            CheckPair(function, column, $"{function}__{column}", seen, schema);
        }
    }

    private static void CheckPair(string function, string column, string pair, HashSet<(string Function, string Column)> seen, TableSchema schema)
    {
        string folded = Folded(function);
        Require(column is not "*" || folded is "COUNT", $"Non-COUNT function set the column as '*' in the functionColumnPair: {pair}. Please configure an actual column for the function");
        Require(column is "*" || IndexRules.TryFind(schema, column) is not null, $"Failed to find column: {column} specified in star-tree index config in schema");
        Require(seen.Add((folded, column)), $"Duplicate function column pair: {pair}");
    }

    private static bool IsFunction(string name) => Functions.Contains(Folded(name).TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'), StringComparer.Ordinal);

    private static string Folded(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new TableConfigException(fault);
        }
    }
}
