namespace Web.Visitors;

/// <summary>Somebody asked for what their role does not allow. The message goes to them as it is, and says which role it takes.</summary>
internal sealed class RefusedException(string message) : Exception(message);
