using System.Collections.Frozen;

namespace Web.Rest;

/// <summary>Pinot's error codes as HTTP statuses, for clients that ask for them.</summary>
internal static class QueryErrorCodes
{
    public const int JsonParsing = 100;
    public const int SqlParsing = 150;
    public const int Internal = 450;

    private static readonly FrozenDictionary<int, int> Statuses = new Dictionary<int, int>
    {
        [JsonParsing] = 400,
        [SqlParsing] = 400,
        [155] = 400,
        [160] = 500,
        [180] = 403,
        [190] = 404,
        [191] = 404,
        [200] = 500,
        [210] = 503,
        [211] = 503,
        [230] = 404,
        [235] = 404,
        [240] = 408,
        [245] = 503,
        [246] = 400,
        [250] = 408,
        [305] = 503,
        [400] = 408,
        [410] = 503,
        [420] = 503,
        [425] = 503,
        [427] = 503,
        [429] = 429,
        [Internal] = 500,
        [500] = 500,
        [503] = 503,
        [510] = 503,
        [700] = 400,
        [710] = 400,
        [720] = 400,
    }.ToFrozenDictionary();

    /// <summary>The HTTP status of a query that failed with that code.</summary>
    public static int StatusOf(int code) => Statuses.GetValueOrDefault(code, StatusCodes.Status500InternalServerError);
}
