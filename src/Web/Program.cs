using Web;
using Web.Commands;
using Web.Hosting;
using Web.Rest;

return await Verbs.RunAsync(args, startServer: RunServerAsync);

// The contents page of the server: what it is made of, then what it answers.
static async Task<int> RunServerAsync(IReadOnlyDictionary<string, string?> flags)
{
    WebApplicationBuilder builder = ServerBuilder.Create(flags);
    Settings settings = Settings.Read(builder.Configuration);

    builder.ListenOn(settings.Server);               // console and controller routes on one port, broker routes on another
    builder.Services.AddHosting(settings);           // settings, clock, which port answers what

    WebApplication app = builder.Build();
    app.UseContentSecurity();
    app.UseRestConventions();                        // errors as code and error, OPTIONS, headers of the controller
    app.MapStaticAssets();
    return await app.ServeAsync();
}
