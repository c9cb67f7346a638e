namespace Benchmarks.Generation;

/// <summary>The three sets of rows that the benchmarks load; a kind's lower-case name is its topic and table.</summary>
internal enum RowKind
{
    /// <summary>The quick-start table: a name of 1,000 skewed ones, a count, a time; about 49 bytes of JSON.</summary>
    Events,

    /// <summary>A wide web log: 16 columns, one multi-value, some nulls; about 417 bytes of JSON.</summary>
    Clicks,

    /// <summary>The rows of Pinot's Kafka guide: a time (text in every 16th row), a uuid different in every row, a count; about 85 bytes.</summary>
    Guide,
}
