using Web;
using Web.Access;
using Web.Commands;
using Web.Components;
using Web.Hosting;
using Web.KeptResults;
using Web.Rest;

return await Verbs.RunAsync(args, startServer: RunServerAsync);

// The contents page of the server: what it is made of, then what it answers.
static async Task<int> RunServerAsync(IReadOnlyDictionary<string, string?> flags)
{
    WebApplicationBuilder builder = ServerBuilder.Create(flags);
    Settings settings = Settings.Read(builder.Configuration);

    builder.ListenOn(settings.Server);               // console and controller routes on one port, broker routes on another
    builder.Services.AddHosting(settings);           // settings, clock, which port answers what
    builder.Services.AddAccess(settings);            // who may come in and do what, what they did
    builder.Services.AddSegments(settings);          // tables and segments on disk
    builder.Services.AddIngestion(settings);         // Kafka topics into segments, the demo
    builder.Services.AddQueries(settings);           // SQL over segments
    builder.Services.AddTableRoutes();               // tables and schemas: created, changed, removed
    builder.Services.AddConsoleEngines(settings);    // what the console knows of the above
    builder.Services.AddConsole();                   // pages, live figures, hub
    builder.Services.AddConsoleAccess();             // who has a page open

    WebApplication app = builder.Build();
    app.UseContentSecurity();
    app.UseRestConventions();                        // errors as code and error, OPTIONS, headers of the controller
    app.UseAccess();                                 // sign-in, roles, origins, limits
    app.UseConsole();
    app.MapStaticAssets().AllowAnonymous();
    app.MapAccess();                                 // /logout, reports of browsers
    app.MapQueries();                                // POST /query/sql, /sql, /queries
    app.MapTables();                                 // /tables, /tableConfigs, /schemas, /segments, /health
    app.MapResults();                                // files of answers that the console keeps
    app.MapConsole();
    return await app.ServeAsync();
}
