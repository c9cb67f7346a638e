namespace Web.Rest;

/// <summary>Reads switches out of links.</summary>
internal static class RequestFlags
{
    /// <summary>The value of <c>?name=true</c>; false if the link does not have it.</summary>
    public static bool IsOn(this HttpRequest request, string name) => request.Flag(name) is true;

    /// <summary>The value of <c>?name=false</c>; null if the link does not have it.</summary>
    /// <exception cref="RestException">The value is neither true nor false.</exception>
    public static bool? Flag(this HttpRequest request, string name)
    {
        string text = request.Query[name].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        return bool.TryParse(text, out bool value) ? value : throw RestException.BadRequest($"'{name}' must be true or false, not '{text}'");
    }
}
