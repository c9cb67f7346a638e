using System.Text;
using System.Text.Json.Nodes;
using Bunit;
using Ingestion;
using Ingestion.Sampling;
using Ingestion.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Query;
using Segments.Schema;
using Segments.Tables;
using UnitTests.Web.Audit;
using Web.Addresses;
using Web.Components.TableWizard;
using Web.Drafts;
using Web.Queries;
using Web.Rest;
using Web.Storage;
using Web.Visitors;

namespace UnitTests.Web.Components.TableWizard;

/// <summary>The steps over a real store and real ingestion code; only Kafka is not there.</summary>
public sealed class WizardPageTests : ConsoleContext
{
    private const string Secret = "canary-7f3a";

    private readonly string _directory = Directory.CreateTempSubdirectory("millrace-wizard-").FullName;
    private readonly TableCatalog _catalog;
    private readonly DraftStore _drafts;

    public WizardPageTests()
    {
        _catalog = TableCatalog.Open(_directory, TimeProvider.System);
        IngestionEngine engine = new(new IngestionOptions(), RecordExpressions.Instance, TimeProvider.System, NullLoggerFactory.Instance);
        _drafts = new DraftStore(new ConsoleDatabase(_directory), TestDeeds.Free(_directory), TimeProvider.System);
        Services.AddSingleton(_drafts);
        Services.AddSingleton(new DraftWorkshop(new TableService(_catalog, engine, TestDeeds.Free(_directory), TimeProvider.System), new QueryLimits(), TimeProvider.System));
        Services.AddSingleton(SecretStore.Open(_directory));
    }

    [Fact]
    public void A_draft_that_is_not_there_says_so()
    {
        IRenderedComponent<WizardPage> page = Open("nowhere", WizardStep.Schema);

        Assert.Contains("There is no such draft.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_viewer_is_told_what_making_tables_takes()
    {
        TableDraft draft = Sampled("""{"n":1}""");
        Visitor = new Visitor("1", "Ann", VisitorRole.Viewer);

        IRenderedComponent<NewTablePage> start = Render<NewTablePage>();
        IRenderedComponent<WizardPage> page = Open(draft.Id, WizardStep.Create);

        Assert.StartsWith("Making tables needs the editor role.", start.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.All(start.FindAll("button"), button => Assert.True(button.HasAttribute("disabled")));
        page.WaitForAssertion(() => Assert.True(page.Find("button[type=submit]").HasAttribute("disabled")));
        Assert.Contains("Making tables needs the editor role.", page.Find("form").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pasted_messages_become_columns_and_rows()
    {
        TableDraft draft = _drafts.Create(DraftDocument.Of("", "").Json);
        IRenderedComponent<WizardPage> page = Open(draft.Id, WizardStep.Sample);

        await ChangeAsync(page, "textarea", """{"user":"ann","n":1,"ts":1700000000000} {"user":"bob","n":"many","ts":1700000000001}""");

        page.WaitForAssertion(() => Assert.Contains("JSON objects (2 of 2 messages).", page.Markup, StringComparison.Ordinal));
        page = Open(draft.Id, WizardStep.Schema);
        page.WaitForAssertion(() => Assert.Equal(["user", "n", "ts"], page.FindAll("table[aria-label=Columns] tbody th").Select(cell => cell.TextContent)));
        page.WaitForAssertion(() => Assert.Contains("50 % numbers", page.Markup, StringComparison.Ordinal));
        Assert.Contains("Not ready yet", page.Markup, StringComparison.Ordinal); // no topic, no name
    }

    [Fact]
    public async Task Messages_of_another_format_are_told_apart_and_read_once_it_is_chosen()
    {
        TableDraft draft = _drafts.Create(DraftDocument.Of("127.0.0.1:1", "lines").Json);
        SampledMessage[] lines = [.. new[] { "7,ann,1.5", "8,bob,2" }.Select((text, i) => new SampledMessage(0, i, DateTimeOffset.UtcNow, null, Encoding.UTF8.GetBytes(text), text.Length, []))];
        _drafts.SaveSample(draft with { Sample = new TopicSample(lines, 1, 2, 0, IsCut: false, TimeSpan.Zero) });
        IRenderedComponent<WizardPage> page = Open(draft.Id, WizardStep.Sample);
        page.WaitForAssertion(() => Assert.Contains("None of 2 messages is valid JSON. First error: ", page.Markup, StringComparison.Ordinal));
        Assert.Contains("CSV with 3 cells a line. Name them.", page.Markup, StringComparison.Ordinal);

        await ClickAsync(page, "Read them so");
        await ChangeAsync(page, "#decoder-header", "id,user,amount");

        page.WaitForAssertion(() => Assert.Contains("Readable (2 of 2 messages).", page.Markup, StringComparison.Ordinal));
        Assert.Equal("id user amount kafka_time", string.Join(' ', new DraftDocument(_drafts.Find(draft.Id)!.Document).Columns.Select(column => column.Name)));
    }

    [Fact]
    public async Task A_type_that_does_not_fit_shows_what_would_be_rejected_and_no_other_column_changes()
    {
        TableDraft draft = Sampled("""{"user":"ann","n":1,"ts":1700000000000} {"user":"bob","n":"many","ts":1700000000001}""");
        IRenderedComponent<WizardPage> page = Open(draft.Id, WizardStep.Schema);
        await ChangeAsync(page, "input[aria-label='Column of user']", "name");

        await ChangeAsync(page, "select[aria-label='Type of n']", "Int");

        page.WaitForAssertion(() => Assert.Contains("1 rows of 2 messages, 1 rejected", page.Markup, StringComparison.Ordinal));
        Assert.Contains(page.FindAll("td"), cell => cell.TextContent.StartsWith("rejected: ", StringComparison.Ordinal));
        Assert.Equal("name STRING|n INT|ts TIMESTAMP", string.Join('|', new DraftDocument(_drafts.Find(draft.Id)!.Document).Columns.Select(column => $"{column.Name} {column.Type.PinotName()}")));
    }

    [Fact]
    public async Task What_is_typed_as_JSON_is_kept_though_it_is_wrong_and_the_form_follows_once_it_is_right()
    {
        TableDraft draft = Sampled("""{"n":1,"ts":1700000000000}""");
        IRenderedComponent<WizardPage> page = Open(draft.Id, WizardStep.Schema);
        await ClickAsync(page, "JSON");

        await ChangeAsync(page, "textarea", "{");
        Assert.EndsWith("(line 1, byte 2)", page.Find("#json-fault").TextContent, StringComparison.Ordinal);
        page = Open(draft.Id, WizardStep.Schema);
        Assert.Equal("{", page.Find("textarea").GetAttribute("value"));

        JsonObject document = _drafts.Find(draft.Id)!.Document;
        document["schema"]!["metricFieldSpecs"] = JsonNode.Parse("""[{"name":"m","dataType":"LONG"}]""");
        await ChangeAsync(page, "textarea", document.ToJsonString());
        await ClickAsync(page, "Form");

        Assert.Contains(page.FindAll("table[aria-label=Columns] tbody th"), cell => cell.TextContent == "m");
    }

    [Fact]
    public async Task A_password_stays_on_the_server()
    {
        TableDraft draft = _drafts.Create(DraftDocument.Of("127.0.0.1:1", "").Json);
        IRenderedComponent<WizardPage> page = Open(draft.Id, WizardStep.Source);
        await ChangeAsync(page, "#source-protocol", "SASL_PLAINTEXT");
        await ChangeAsync(page, "#source-mechanism", "PLAIN");
        await ChangeAsync(page, "#source-user", "ann");

        await ChangeAsync(page, "#source-password", Secret);

        Assert.DoesNotContain(Secret, page.Markup, StringComparison.Ordinal);
        string document = _drafts.Find(draft.Id)!.Document.ToJsonString();
        Assert.DoesNotContain(Secret, document, StringComparison.Ordinal);
        Assert.Contains("${MILLRACE_SECRET_", document, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, Open(draft.Id, WizardStep.Create).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_browsers_see_each_others_changes()
    {
        TableDraft draft = Sampled("""{"n":1,"ts":1700000000000}""");
        IRenderedComponent<WizardPage> first = Open(draft.Id, WizardStep.Schema);
        IRenderedComponent<WizardPage> second = Open(draft.Id, WizardStep.Schema);

        await ChangeAsync(first, "input[aria-label='Column of n']", "number");
        second.WaitForAssertion(() => Assert.Equal("number", second.Find("input[aria-label='Column of n']").GetAttribute("value")));

        _drafts.Delete(draft.Id);
        second.WaitForAssertion(() => Assert.Contains("This draft was thrown away.", second.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_column_alone_is_inferred_anew_when_that_is_asked_for()
    {
        TableDraft draft = Sampled("""{"a":1,"b":"x","ts":1700000000000} {"a":2,"b":"y","ts":1700000000001}""");
        IRenderedComponent<WizardPage> page = Open(draft.Id, WizardStep.Schema);
        await ChangeAsync(page, "input[aria-label='Column of a']", "number");
        Assert.Empty(page.FindAll("button[aria-label^=Re-infer]"));
        await ChangeAsync(page, "select[aria-label='Type of number']", "String");
        await ChangeAsync(page, "select[aria-label='Type of b']", "Json");

        page.WaitForElement("button[aria-label='Re-infer number']");
        await page.InvokeAsync(() => page.Find("button[aria-label='Re-infer number']").Click());

        page.WaitForAssertion(() => Assert.Equal(
            ["b JSON", "number INT", "ts TIMESTAMP"],
            new DraftDocument(_drafts.Find(draft.Id)!.Document).Columns.Select(column => $"{column.Name} {column.Type.PinotName()}").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Index_hints_are_chosen_by_column_and_stand_in_the_request()
    {
        TableDraft draft = Sampled("""{"user":"ann","ts":1700000000000}""");
        IRenderedComponent<WizardPage> page = Open(draft.Id, WizardStep.Schema);

        page.WaitForElement("[role=group][aria-label='Index of user'] input");
        await page.InvokeAsync(() => page.Find("[role=group][aria-label='Index of user'] input").Change(true));

        Assert.Equal("""["user"]""", _drafts.Find(draft.Id)!.Document["realtime"]!["tableIndexConfig"]!["invertedIndexColumns"]!.ToJsonString());
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("button[aria-label='Index of user: inverted']")));
    }

    [Fact]
    public async Task Secrets_of_a_pasted_config_are_kept_apart_from_it()
    {
        TableDraft draft = Sampled("""{"n":1,"ts":1700000000000}""");
        IRenderedComponent<WizardPage> page = Open(draft.Id, WizardStep.Schema);
        await ClickAsync(page, "JSON");
        string config = $$$"""{"tableName":"events","tableType":"REALTIME","tableIndexConfig":{"streamConfigs":{"ssl.key.password":"{{{Secret}}}","sasl.jaas.config":"${KAFKA_LOGIN}","ssl.keystore.type":"PEM"} } }""";

        await ChangeAsync(page, "textarea", config[..^1]); // not JSON yet
        Assert.Contains("It seems to hold a password", page.Find("#json-fault").TextContent, StringComparison.Ordinal);
        Assert.Null(_drafts.Find(draft.Id)!.Typed);
        await ChangeAsync(page, "textarea", config);

        JsonNode streams = _drafts.Find(draft.Id)!.Document["realtime"]!["tableIndexConfig"]!["streamConfigs"]!;
        Assert.StartsWith("${MILLRACE_SECRET_", streams["ssl.key.password"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(("${KAFKA_LOGIN}", "PEM"), (streams["sasl.jaas.config"]!.ToString(), streams["ssl.keystore.type"]!.ToString()));
        Assert.Equal(Secret, Environment.GetEnvironmentVariable(streams["ssl.key.password"]!.ToString()[2..^1]));
        Assert.DoesNotContain(Secret, page.Markup, StringComparison.Ordinal);
        Assert.Contains("A password or login is kept on the server now", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"tableName":"a","tableType":"REALTIME","tableType":"REALTIME"}""")]
    [InlineData("""{"tableName":5,"tableType":"REALTIME","ingestionConfig":"x","tableIndexConfig":[],"segmentsConfig":7,"fieldConfigList":{}}""")]
    [InlineData("""{"tableName":"a","tableType":"REALTIME","ingestionConfig":{"streamIngestionConfig":[],"filterConfig":1,"transformConfigs":{}},"tableIndexConfig":{"streamConfigs":"x"} }""")]
    [InlineData("""{"schemaName":"a","dimensionFieldSpecs":"x","metricFieldSpecs":[1,{"name":null},{"dataType":[]}]}""")]
    [InlineData("""{"schema":1,"realtime":null}""")]
    public async Task Nothing_that_can_be_typed_as_JSON_ends_the_page(string json)
    {
        TableDraft draft = Sampled("""{"n":1,"ts":1700000000000}""");
        IRenderedComponent<WizardPage> page = Open(draft.Id, WizardStep.Schema);
        await ClickAsync(page, "JSON");

        await ChangeAsync(page, "textarea", json);

        foreach (WizardStep step in Enum.GetValues<WizardStep>().Where(step => step is not (WizardStep.Source or WizardStep.Sample)))
        {
            Assert.NotEmpty(Open(draft.Id, step).FindAll("h2"));
        }

        page.WaitForAssertion(() => Assert.True(page.Find("#json-fault").TextContent.Length > 0 || page.Markup.Contains("Not ready yet", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_draft_that_another_browser_changed_says_so()
    {
        TableDraft draft = Sampled("""{"n":1,"ts":1700000000000}""");
        JSInterop.Setup<string>("millrace.browser").SetResult("this one");
        IRenderedComponent<WizardPage> page = Open(draft.Id, WizardStep.Schema);
        await ChangeAsync(page, "input[aria-label='Column of n']", "mine");
        Assert.Contains("draft, kept", page.Markup, StringComparison.Ordinal);

        _drafts.Save(_drafts.Find(draft.Id)! with { ChangedBy = "another" });

        page.WaitForAssertion(() => Assert.Contains("draft, changed in another browser", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Messages_that_cannot_be_read_or_shown_whole_are_told_apart()
    {
        TableDraft draft = _drafts.Create(DraftDocument.Of("127.0.0.1:1", "mixed").Json);
        byte[] large = Encoding.UTF8.GetBytes($"{{\"a\":\"{new string('x', SampledMessage.MaxBytes)}\"}}");
        SampledMessage[] messages =
        [
            new(0, 0, ConsoleContext.Now, null, "{\"a\":1}"u8.ToArray(), 7, []), new(0, 1, ConsoleContext.Now, null, "<b>"u8.ToArray(), 3, []),
            new(0, 2, ConsoleContext.Now, null, large.AsMemory(0, SampledMessage.MaxBytes), 4_100_000, []),
        ];
        _drafts.SaveSample(draft with { Sample = new TopicSample(messages, 1, 3, 0, IsCut: false, TimeSpan.Zero) });

        IRenderedComponent<WizardPage> page = Open(draft.Id, WizardStep.Sample);

        page.WaitForAssertion(() => Assert.Contains("JSON objects (1 of 2 messages). 1 could not be parsed; they will be rejected and listed, not lost.", page.Markup, StringComparison.Ordinal));
        Assert.Contains("A message of 4.1 MB is cut at 64 kB in this view; ingestion reads it whole.", page.Markup, StringComparison.Ordinal);
        Assert.Equal(3, page.FindAll("table[aria-label=Messages] > tbody > tr").Count);
        await ClickAsync(page, "Show");
        page.WaitForAssertion(() => Assert.Contains("cannot be read: '<' is an invalid start of a value", Assert.Single(page.FindAll("table[aria-label=Messages] > tbody > tr")).TextContent, StringComparison.Ordinal));
        page = Open(draft.Id, WizardStep.Schema);
        page.WaitForAssertion(() => Assert.Contains("1 rows of 3 messages, 1 rejected, 1 without a row", page.Markup, StringComparison.Ordinal));
        Assert.Contains("no row here: the message of 4.1 MB is cut in this view; ingestion reads it whole", page.Markup, StringComparison.Ordinal);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _catalog.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private TableDraft Sampled(string messages)
    {
        TopicSample sample = PastedSample.Of(messages, DateTimeOffset.UtcNow);
        DraftDocument document = DraftDocument.Of("127.0.0.1:1", "events");
        DraftSuggestion.Apply(document, SampleProfiler.Profile(sample.Messages));
        TableDraft draft = _drafts.Create(document.Json);
        return _drafts.SaveSample(draft with { Sample = sample })!;
    }

    private IRenderedComponent<WizardPage> Open(string id, WizardStep step) =>
        Render<WizardPage>(parameters => parameters.Add(page => page.Id, id).Add(page => page.Step, AppUrls.Word(step)));
}
