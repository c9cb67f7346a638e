namespace Web.Rest;

/// <summary>Pinot's two kinds of tables, of which this program has one.</summary>
internal enum TableType
{
    /// <summary>The request names none.</summary>
    Any,

    /// <summary>Fed from a stream.</summary>
    Realtime,

    /// <summary>Fed from files; there are none.</summary>
    Offline,
}

/// <summary>Reads the <c>type</c> of a request.</summary>
internal static class TableTypes
{
    /// <param name="type">In any case; null if the request has none.</param>
    /// <param name="status">What Pinot answers this route with for anything else.</param>
    /// <exception cref="RestException">It is neither of the two.</exception>
    public static TableType Parse(string? type, int status = StatusCodes.Status400BadRequest) => type?.ToUpperInvariant() switch
    {
        null or "" => TableType.Any,
        "REALTIME" => TableType.Realtime,
        "OFFLINE" => TableType.Offline,
        _ => throw new RestException(status, $"Illegal table type '{type}': 'type' must be realtime or offline"),
    };
}
