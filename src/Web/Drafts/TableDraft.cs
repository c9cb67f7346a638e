using System.Text.Json.Nodes;
using Ingestion.Sampling;

namespace Web.Drafts;

/// <summary>A table in the making.</summary>
/// <param name="Id">In its address; not to be guessed.</param>
/// <param name="Revision">Counts changes.</param>
/// <param name="ChangedAt">Of the last one.</param>
/// <param name="Document">What will be sent to create the table.</param>
/// <param name="Typed">JSON as somebody typed it that is no valid document yet; null if there is none.</param>
public sealed record TableDraft(string Id, int Revision, DateTimeOffset ChangedAt, JsonObject Document, string? Typed)
{
    /// <summary>The messages that it was made from; null if none were read.</summary>
    public TopicSample? Sample { get; init; }

    /// <summary>The browser that changed it last; null if nobody knows, as after a restart.</summary>
    public string? ChangedBy { get; init; }
}

/// <summary>A draft in a list.</summary>
/// <param name="Id">In its address.</param>
/// <param name="Name">Of the table; may be empty.</param>
/// <param name="Topic">Of the source; may be empty.</param>
/// <param name="ChangedAt">Last change.</param>
internal sealed record DraftSummary(string Id, string Name, string Topic, DateTimeOffset ChangedAt);
