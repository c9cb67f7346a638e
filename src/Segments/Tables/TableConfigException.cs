namespace Segments.Tables;

/// <summary>A table config that cannot be used. The message is for its author: which key, and what to write instead.</summary>
/// <param name="message">Without the name of the request it came with.</param>
public sealed class TableConfigException(string message) : Exception(message);
