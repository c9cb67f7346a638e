using Ingestion.Sources;
using Segments.Tables;

namespace Ingestion.Kafka;

/// <summary>Reads the stream maps of a table, one for each topic.</summary>
internal static class TableStreams
{
    /// <summary>The streams in the order of the config, which numbers them.</summary>
    /// <exception cref="IngestionException">A map is wrong, or two do not go together.</exception>
    public static IReadOnlyList<StreamConfig> Parse(TableConfig config)
    {
        if (config.Streams.Count == 1)
        {
            return [StreamConfig.Parse(config.StreamConfigs)];
        }

        StreamConfig[] streams = [.. config.Streams.Select(ParseOne)];
        if (streams.GroupBy(stream => stream.Topic, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new IngestionException($"Duplicate topic names found in streamConfigs: {twice.Key}; each entry of 'streamConfigMaps' must read a topic of its own");
        }

        // One limit for the whole table: partitions of all topics share it.
        int other = Array.FindIndex(streams, stream => stream.Flush != streams[0].Flush);
        return other < 0
            ? streams
            : throw new IngestionException(
                $"All streams must have the same flush thresholds: the 'realtime.segment.flush' keys of streamConfigMaps[{other}] ({streams[other].Topic}) are not those of streamConfigMaps[0]");
    }

    private static StreamConfig ParseOne(IReadOnlyDictionary<string, string> map, int index)
    {
        try
        {
            return StreamConfig.Parse(map);
        }
        catch (IngestionException exception)
        {
            throw new IngestionException($"streamConfigMaps[{index}]: {exception.Message}", exception);
        }
    }
}
