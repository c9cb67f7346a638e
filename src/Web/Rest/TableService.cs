using System.Text.Json.Nodes;
using Ingestion;
using Ingestion.Sources;
using Segments.Schema;
using Segments.Tables;
using Web.Audit;
using Web.Queries;

namespace Web.Rest;

/// <summary>Creates, changes and removes tables: checks everything, asks Kafka, writes it down, then lets ingestion begin.</summary>
/// <remarks>Used by the routes and by the console; it asks whether whoever is behind a call may do it. Safe for any number of callers; nothing is ever left half done.</remarks>
internal sealed class TableService(TableCatalog catalog, IngestionEngine engine, Deeds deeds, TimeProvider clock) : IDisposable
{
    private const string TopicKey = "stream.kafka.topic.name";
    private const string PartitionsKey = "stream.kafka.partition.ids";

    // Held while a table's files and its consumers change together. Kafka is asked outside of it.
    private readonly SemaphoreSlim _changing = new(1, 1);

    /// <summary>Finds a table by its exact name, raw or with suffix, as the controller's routes do.</summary>
    public Table? Find(string name) =>
        catalog.TryFind(name, out Table? table) && string.Equals(table.Name, TableConfig.RawName(name), StringComparison.Ordinal) ? table : null;

    /// <summary>Checks a config against a schema, without Kafka.</summary>
    /// <param name="config">The config.</param>
    /// <param name="schema">The schema it is for.</param>
    /// <param name="skipsTasks">True if its tasks, of which none runs here, may hold anything.</param>
    /// <exception cref="TableConfigException">It is wrong.</exception>
    /// <exception cref="IngestionException">Its stream is wrong, or asks for what is not built.</exception>
    public static void Check(TableConfig config, TableSchema schema, bool skipsTasks = false)
    {
        TableRules.Check(config, schema);
        if (!skipsTasks)
        {
            TaskRules.Check(config);
        }

        IngestionEngine.Validate(config, schema, RecordExpressions.Instance);
    }

    /// <summary>Creates a table over the schema that was posted before it.</summary>
    /// <exception cref="RestException">The table exists, or the schema does not.</exception>
    /// <exception cref="TableConfigException">The config is wrong.</exception>
    /// <exception cref="IngestionException">The stream is wrong or does not answer.</exception>
    public Task<Table> CreateAsync(TableConfig config, bool skipsTasks, CancellationToken cancellation) => deeds.DoAsync(Deed.TableCreated, config.Name, "", () =>
    {
        RefuseIfThere(config);
        return CreateAsync(config, SchemaFor(config), skipsTasks, cancellation);
    });

    /// <summary>Creates a table with its schema.</summary>
    /// <exception cref="RestException">The table exists.</exception>
    /// <exception cref="TableConfigException">The config is wrong.</exception>
    /// <exception cref="IngestionException">The stream is wrong or does not answer.</exception>
    public Task<Table> CreateAsync(TableConfig config, SchemaDocument schema, CancellationToken cancellation) =>
        deeds.DoAsync(Deed.TableCreated, config.Name, "with its schema", () => CreateAsync(config, schema, skipsTasks: false, cancellation));

    private async Task<Table> CreateAsync(TableConfig config, SchemaDocument schema, bool skipsTasks, CancellationToken cancellation)
    {
        RefuseIfThere(config);
        SchemaChecks.Check(schema.Schema);
        Check(config, schema.Schema, skipsTasks);
        TableRules.CheckPlacement(config);
        TableStart start = await engine.ResolveAsync(config, cancellation);
        await _changing.WaitAsync(cancellation);
        try
        {
            RefuseIfThere(config);
            Table table = catalog.Create(new TableDefinition(schema.Schema, schema.Json, config, clock.GetUtcNow(), start.StartOffsets) { TopicIds = [.. start.TopicIds] });
            try
            {
                engine.Start(table);
            }
            catch (IngestionException)
            {
                catalog.Delete(table.Name);
                throw;
            }

            return table;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Gives a table another config. How messages are read applies at once, the rest from the next segment on.</summary>
    /// <param name="table">The table.</param>
    /// <param name="config">Must have its name.</param>
    /// <param name="schema">Its new schema; null keeps the old one.</param>
    /// <param name="isForced">True if settings that the stored rows were made by may change: the topic if there is one, keys, partitioning.</param>
    /// <exception cref="TableConfigException">The config is wrong, or changes what it must not.</exception>
    /// <exception cref="IngestionException">The stream is wrong.</exception>
    public Task UpdateAsync(Table table, TableConfig config, SchemaDocument? schema, bool isForced) =>
        deeds.DoAsync(schema is null ? Deed.ConfigChanged : Deed.SchemaChanged, table.Name, ChangesOf(table, config, schema), () => ChangeAsync(table, config, schema, isForced));

    private static string ChangesOf(Table table, TableConfig config, SchemaDocument? schema)
    {
        string keys = $"config: {ChangedKeys.Of(table.Definition.Config.Json, config.Json)}";
        return schema is null ? keys : $"{keys}; schema: {ChangedKeys.Of(table.Definition.SchemaJson, schema.Json)}";
    }

    private async Task ChangeAsync(Table table, TableConfig config, SchemaDocument? schema, bool isForced)
    {
        SchemaDocument next = schema ?? SchemaJson.Parse(table.Definition.SchemaJson, config.NullVectors);
        SchemaChecks.Check(next.Schema);
        Check(config, next.Schema);
        TableRules.CheckPlacement(config);
        TableConfig former = table.Definition.Config;
        if (!isForced || former.Streams.Count + config.Streams.Count > 2)
        {
            RefuseOtherTopics(former, config);
        }

        if (!isForced && ChangeRules.FaultOf(former, config) is { } fault)
        {
            throw new TableConfigException($"these settings cannot change while the table has rows: {fault}. Create a new table, or use force=true to insist.");
        }

        if (FirstToAsk(former, config) is { } first)
        {
            await engine.ResolveAsync(config, CancellationToken.None, first); // a topic or partition that is not there is told now
        }

        await _changing.WaitAsync();
        try
        {
            bool isReadOtherwise = !SameStreams(table.Definition.Config, config) || !SameIngestion(table.Definition.Config, config);
            catalog.Update(table.Name, old => old with { Schema = next.Schema, SchemaJson = next.Json, Config = config });
            if (isReadOtherwise)
            {
                await engine.StopAsync(table.Name);
                engine.StartOrRetry(table);
            }
            else
            {
                engine.RenewEmpty(table.Name);
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Removes a table with its rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">What becomes of its schema.</param>
    public Task DeleteAsync(Table table, SchemaAfterDelete schema) => deeds.DoAsync(Deed.TableDeleted, table.Name, "", async () =>
    {
        await _changing.WaitAsync();
        try
        {
            await engine.StopAsync(table.Name);
            if (schema == SchemaAfterDelete.Stays)
            {
                catalog.PutSchema(SchemaJson.Parse(table.Definition.SchemaJson));
            }

            catalog.Delete(table.Name);
            if (schema == SchemaAfterDelete.Goes)
            {
                catalog.DeleteSchema(table.Name);
            }
        }
        finally
        {
            _changing.Release();
        }
    });

    /// <summary>Stops reading a table once everything read is sealed; also after a restart, until <see cref="ResumeAsync"/>.</summary>
    public Task PauseAsync(Table table, string comment) => deeds.DoAsync(Deed.Paused, table.Name, comment, () =>
    {
        catalog.Update(table.Name, old => old with { Pause = new TablePause(true, comment, clock.GetUtcNow()) });
        return engine.PauseAsync(table.Name);
    });

    /// <summary>Reads on after a pause.</summary>
    /// <exception cref="IngestionException">Kafka does not say where; the table stays paused.</exception>
    public Task ResumeAsync(Table table, ResumeFrom from, string comment) => deeds.DoAsync(Deed.Resumed, table.Name, $"from {from}; {comment}", async () =>
    {
        // The place is settled first: a crash in between leaves a paused table, not one that reads on elsewhere.
        if (!table.Definition.IsDisabled)
        {
            await engine.ResumeAsync(table.Name, from);
        }

        catalog.Update(table.Name, old => old with { Pause = new TablePause(false, comment, clock.GetUtcNow()) });
    });

    /// <summary>Stops reading some topics of a table once everything read of them is sealed; also after a restart, until <see cref="ResumeTopicsAsync"/>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="topics">Places of the topics in the config's list of streams, valid.</param>
    /// <exception cref="IngestionException">The table is not being ingested.</exception>
    public void PauseTopics(Table table, IReadOnlyCollection<int> topics) => deeds.Do(Deed.Paused, table.Name, $"topics {string.Join(", ", topics)}", () =>
    {
        catalog.Update(table.Name, old => old with { InactiveTopics = [.. old.InactiveTopics.Union(topics).Order()] });
        engine.PauseTopics(table.Name, topics);
    });

    /// <summary>Reads topics on after <see cref="PauseTopics"/>.</summary>
    /// <exception cref="IngestionException">The table is not being ingested.</exception>
    public Task ResumeTopicsAsync(Table table, IReadOnlyCollection<int> topics) => deeds.DoAsync(Deed.Resumed, table.Name, $"topics {string.Join(", ", topics)}", async () =>
    {
        await engine.ResumeTopicsAsync(table.Name, topics);
        catalog.Update(table.Name, old => old with { InactiveTopics = [.. old.InactiveTopics.Except(topics)] });
    });

    /// <summary>Seals what is being consumed now.</summary>
    /// <param name="table">The table.</param>
    /// <param name="partitions">Numbers of the partitions; null for all.</param>
    /// <exception cref="IngestionException">The table is not being ingested.</exception>
    public ForceCommitJob ForceCommit(Table table, IReadOnlyCollection<int>? partitions = null) => deeds.Do(
        Deed.ForcedCommit, table.Name, partitions is null ? "" : $"partitions {string.Join(", ", partitions)}", () => engine.ForceCommit(table.Name, partitions));

    /// <summary>Makes a table refuse queries and stops reading it.</summary>
    public Task DisableAsync(Table table) => deeds.DoAsync(Deed.Disabled, table.Name, "", () =>
    {
        catalog.Update(table.Name, old => old with { IsDisabled = true });
        return engine.PauseAsync(table.Name);
    });

    /// <summary>Undoes <see cref="DisableAsync"/>; a table that was paused besides stays paused.</summary>
    public Task EnableAsync(Table table) => deeds.DoAsync(Deed.Enabled, table.Name, "", async () =>
    {
        catalog.Update(table.Name, old => old with { IsDisabled = false });
        if (table.Definition.Pause is not { IsPaused: true })
        {
            await engine.ResumeAsync(table.Name);
        }
    });

    public void Dispose() => _changing.Dispose();

    // The first stream that reads what was not read before; null if none does.
    private static int? FirstToAsk(TableConfig old, TableConfig next)
    {
        int first = Enumerable.Range(0, old.Streams.Count).FirstOrDefault(
            i => !string.Equals(old.Streams[i].GetValueOrDefault(PartitionsKey), next.Streams[i].GetValueOrDefault(PartitionsKey), StringComparison.Ordinal), old.Streams.Count);
        return first < next.Streams.Count ? first : null;
    }

    private static bool SameStreams(TableConfig old, TableConfig next) =>
        old.Streams.Count == next.Streams.Count && old.Streams.Zip(next.Streams).All(pair => SameStream(pair.First, pair.Second));

    private static bool SameStream(IReadOnlyDictionary<string, string> old, IReadOnlyDictionary<string, string> next) =>
        old.Count == next.Count && old.All(pair => next.TryGetValue(pair.Key, out string? value) && string.Equals(value, pair.Value, StringComparison.Ordinal));

    private static bool SameIngestion(TableConfig old, TableConfig next) =>
        JsonNode.DeepEquals(old.Json["ingestionConfig"], next.Json["ingestionConfig"])
        && string.Equals(old.TimeColumn, next.TimeColumn, StringComparison.Ordinal);

    // Partitions are numbered by the places of their topics: topics may only be added behind the others.
    private static void RefuseOtherTopics(TableConfig old, TableConfig next)
    {
        for (int i = 0; i < old.Streams.Count; i++)
        {
            string? was = old.Streams[i].GetValueOrDefault(TopicKey);
            string? now = i < next.Streams.Count ? next.Streams[i].GetValueOrDefault(TopicKey) : null;
            if (!string.Equals(was, now, StringComparison.Ordinal))
            {
                string place = old.Streams.Count == 1 ? "" : $" of streamConfigMaps[{i}]";
                throw new TableConfigException(i < next.Streams.Count
                    ? $"'{TopicKey}'{place} was '{was}' and would be '{now}': the offsets of the rows already stored mean nothing in another topic. Create a new table for it, or add the topic behind the others."
                    : $"'streamConfigMaps' no longer lists topic '{was}', whose rows the table holds. To read it no further: POST /tables/{old.Name}/pauseTopicConsumption?topicIndices={i}.");
            }
        }
    }

    private void RefuseIfThere(TableConfig config)
    {
        if (catalog.TryFind(config.Name, out Table? known))
        {
            throw RestException.Conflict(
                $"Table config for {known.Definition.Config.NameWithType} already exists. If this is unexpected, try deleting the table to remove all metadata associated with it before attempting to recreate.");
        }
    }

    private SchemaDocument SchemaFor(TableConfig config) =>
        catalog.TryFindSchema(config.Name, out JsonObject? json)
            ? SchemaJson.Parse(json, config.NullVectors)
            : throw RestException.BadRequest($"Failed to find schema for table: {config.NameWithType}. Post its schema to /schemas first.");
}

/// <summary>What becomes of the schema of a table that is removed.</summary>
internal enum SchemaAfterDelete
{
    /// <summary>It can be used for a new table of that name.</summary>
    Stays,

    /// <summary>It is forgotten too.</summary>
    Goes,
}
