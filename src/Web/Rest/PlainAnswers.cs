namespace Web.Rest;

/// <summary>Answers that are one line of bare text, as Pinot's broker gives them beside its JSON.</summary>
internal static class PlainAnswers
{
    public static Task RefuseAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Connection = "close";
        return WriteAsync(context, text);
    }

    public static Task WriteAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text);
    }
}
