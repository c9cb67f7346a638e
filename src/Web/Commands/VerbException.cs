namespace Web.Commands;

/// <summary>A verb cannot do what it was told. The message is all the user gets to see.</summary>
/// <param name="message">What is wrong, where, and what to do.</param>
internal sealed class VerbException(string message) : Exception(message);
