using System.Globalization;
using Web.Access;
using Web.Hosting;
using Web.Queries;
using Web.Visitors;

namespace Web.Rest;

/// <summary>Running queries: the list, and stopping one. Everybody may stop their own; whose one is, is known once it is found.</summary>
internal sealed class RunningQueryEndpoints(RunningQueries running, QueryStops stops, Settings settings)
{
    private readonly string _brokerId = Instances.Broker(settings.Server);

    public static void Map(IEndpointRouteBuilder app)
    {
        RunningQueryEndpoints endpoints = ActivatorUtilities.CreateInstance<RunningQueryEndpoints>(app.ServiceProvider);
        app.MapGet("/queries", () => endpoints.List()).On(Listener.Broker);
        app.MapGet("/queries", () => new Dictionary<string, object>(StringComparer.Ordinal) { [endpoints._brokerId] = endpoints.List() }).On(Listener.Controller);
        app.MapDelete("/query/{id}", (HttpContext context, string id, bool client = false) => endpoints.CancelAsync(context, id, client, place: "")).On(Listener.Both).Demand(VisitorRole.Viewer);
        app.MapDelete("/query/{broker}/{id}", (HttpContext context, string broker, string id) =>
            endpoints.CancelAtBrokerAsync(context, broker, id, isClientName: false)).On(Listener.Controller).Demand(VisitorRole.Viewer);
        app.MapDelete("/clientQuery/{id}", (HttpContext context, string id) => endpoints.CancelAsync(context, id, isClientName: true, place: "")).On(Listener.Controller).Demand(VisitorRole.Viewer);
        app.MapDelete("/clientQuery/{broker}/{id}", (HttpContext context, string broker, string id) =>
            endpoints.CancelAtBrokerAsync(context, broker, id, isClientName: true)).On(Listener.Controller).Demand(VisitorRole.Viewer);
    }

    private Dictionary<string, string> List() =>
        running.List().ToDictionary(query => query.Id.ToString(CultureInfo.InvariantCulture), query => query.Request.Sql, StringComparer.Ordinal);

    private Task CancelAtBrokerAsync(HttpContext context, string broker, string id, bool isClientName) =>
        string.Equals(broker, _brokerId, StringComparison.Ordinal)
            ? CancelAsync(context, id, isClientName, $": {broker}")
            : PlainAnswers.RefuseAsync(context, StatusCodes.Status400BadRequest, $"Unknown broker: {broker}; this process is {_brokerId}");

    private Task CancelAsync(HttpContext context, string id, bool isClientName, string place)
    {
        bool wasRunning;
        try
        {
            wasRunning = isClientName
                ? stops.TryStop(id)
                : long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && stops.TryStop(number);
        }
        catch (RefusedException refusal)
        {
            return AccessRefusals.WriteAsync(context, StatusCodes.Status403Forbidden, refusal.Message);
        }

        if (wasRunning)
        {
            return PlainAnswers.WriteAsync(context, $"Cancelled query: {id}");
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return PlainAnswers.WriteAsync(context, $"Query: {id} not found on the broker{place}");
    }
}
