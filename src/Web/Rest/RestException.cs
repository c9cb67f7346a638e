namespace Web.Rest;

/// <summary>A request that is refused. The message goes to the client as it is.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="message">What is wrong, where, and what to do.</param>
internal sealed class RestException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    public static RestException BadRequest(string message) => new(StatusCodes.Status400BadRequest, message);

    public static RestException NotFound(string message) => new(StatusCodes.Status404NotFound, message);

    public static RestException Conflict(string message) => new(StatusCodes.Status409Conflict, message);
}
