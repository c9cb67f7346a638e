using Segments.Validity;

namespace Segments.Consuming;

/// <summary>What readers may see of a consuming segment; replaced as a whole, so that its parts belong together.</summary>
/// <param name="RowCount">Visible rows.</param>
/// <param name="NextOffset">Offset after the last message these rows came from.</param>
/// <param name="LastIndexedAt">When the newest row became visible.</param>
/// <param name="Validity">The rows that count in the partition's segments; null if all do.</param>
internal sealed record ConsumingProgress(int RowCount, long NextOffset, DateTimeOffset? LastIndexedAt, PartitionValidity? Validity);
