namespace Query.Results;

/// <summary>The answer to one statement: a table, or the reasons why there is none.</summary>
public sealed record QueryResult
{
    /// <summary>Columns in select order; empty if the query was refused.</summary>
    public required IReadOnlyList<ResultColumn> Columns { get; init; }

    /// <summary>
    /// Rows in answer order, a value per column: <see cref="long"/> (INT, LONG), <see cref="double"/> (FLOAT, DOUBLE),
    /// <see cref="bool"/>, <see cref="string"/> (STRING, JSON, BIG_DECIMAL, hex of BYTES, text of TIMESTAMP), an array of these
    /// for the _ARRAY types, or null.
    /// </summary>
    public required IReadOnlyList<object?[]> Rows { get; init; }

    /// <summary>Errors; a query with an error has no columns unless the answer is partial.</summary>
    public IReadOnlyList<QueryError> Errors { get; init; } = [];

    /// <summary>What it took.</summary>
    public required QueryStatistics Statistics { get; init; }
}

/// <summary>One column of an answer.</summary>
/// <param name="Name">As Pinot names it.</param>
/// <param name="Type">Pinot's type name, such as <c>LONG</c> or <c>STRING_ARRAY</c>.</param>
public sealed record ResultColumn(string Name, string Type);

/// <summary>Why a query was refused or stopped.</summary>
/// <param name="Code">Pinot's error code, such as 150 (syntax), 190 (no such table), 250 (timeout), 700 (not valid), 710 (no such column).</param>
/// <param name="Message">What was wrong, where, and what to do.</param>
/// <param name="Position">Index of the first offending character in the SQL text; null where no place is to blame.</param>
public sealed record QueryError(int Code, string Message, int? Position);
