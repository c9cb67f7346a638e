using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Segments.Schema;

namespace Segments.Tables;

/// <summary>Everything that is written down about a table: <c>table.json</c> in its folder.</summary>
/// <param name="Schema">Columns, with null vectors as schema and config say together.</param>
/// <param name="SchemaJson">The schema as Pinot serialises it.</param>
/// <param name="Config">The table config.</param>
/// <param name="CreatedAt">When the table was created.</param>
/// <param name="StartOffsets">Per partition of the topic at creation: the offset its first segment starts at. Resolved once.</param>
public sealed record TableDefinition(
    TableSchema Schema,
    JsonObject SchemaJson,
    TableConfig Config,
    DateTimeOffset CreatedAt,
    IReadOnlyDictionary<int, long> StartOffsets)
{
    /// <summary>When schema, config, pause or state last changed.</summary>
    public DateTimeOffset ModifiedAt { get; init; } = CreatedAt;

    /// <summary>Identities of the topics at creation, which the start offsets are of, in the order of the config's streams; null where Kafka had none to tell.</summary>
    public ImmutableArray<string?> TopicIds { get; init; } = [];

    /// <summary>
    /// Runs of the partitions where segments were deleted or reading was sent elsewhere, oldest first. Partitions not listed have one run,
    /// from their start offset on.
    /// </summary>
    public ImmutableDictionary<int, ImmutableArray<OffsetRun>> Runs { get; init; } = ImmutableDictionary<int, ImmutableArray<OffsetRun>>.Empty;

    /// <summary>Offsets that never came, over all partitions, oldest first.</summary>
    public ImmutableArray<OffsetGap> Gaps { get; init; } = [];

    /// <summary>Who stopped consumption and why, or who resumed it last; null if nobody ever did. Survives restarts.</summary>
    public TablePause? Pause { get; init; }

    /// <summary>Places of the topics that are not read until they are resumed, in the config's list of streams. Survives restarts.</summary>
    public ImmutableArray<int> InactiveTopics { get; init; } = [];

    /// <summary>True if queries are refused and nothing is consumed (<c>PUT /tables/{t}/state?state=disable</c>).</summary>
    public bool IsDisabled { get; init; }

    /// <summary>The one run of a partition that is not listed in <see cref="Runs"/>.</summary>
    internal OffsetRun FirstRun(int partition, long startOffset) => new(0, startOffset, []) { TopicId = TopicIds.ElementAtOrDefault(StreamPartition.Of(partition).Stream) };
}

/// <summary>The last pause or resume of a table.</summary>
/// <param name="IsPaused">True: no new consuming segment takes rows.</param>
/// <param name="Comment">Why, in the words of whoever asked.</param>
/// <param name="At">When.</param>
public sealed record TablePause(bool IsPaused, string Comment, DateTimeOffset At);
