using Ingestion.Sampling;

namespace Ingestion.Drift;

/// <summary>Fields of a topic's messages that the table does not take.</summary>
/// <param name="Fields">In the order in which they were first seen.</param>
/// <param name="Looked">Messages that were looked at: a few of each second.</param>
public sealed record NewFields(IReadOnlyList<NewField> Fields, int Looked);

/// <summary>A field that has no column.</summary>
/// <param name="Profile">What it holds; <see cref="FieldProfile.Present"/> counts messages that were looked at.</param>
/// <param name="LastSeen">When a message last had it.</param>
public sealed record NewField(FieldProfile Profile, DateTimeOffset LastSeen);
