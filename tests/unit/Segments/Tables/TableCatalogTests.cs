using Segments.Schema;
using Segments.Tables;

namespace UnitTests.Segments.Tables;

public sealed class TableCatalogTests
{
    [Fact]
    public void A_created_table_is_there_after_a_restart_with_all_that_was_written_down()
    {
        using TableFolderFixture folder = new();
        TableDefinition definition = TableFolderFixture.Definition("events", (0, 7), (1, 0));
        using (TableCatalog catalog = folder.Open())
        {
            catalog.Create(definition);
            catalog.Update("events_realtime", old => old with { IsDisabled = true, Pause = new TablePause(true, "cleaning", TableFolderFixture.Now) });
        }

        using TableCatalog again = folder.Open();
        TableDefinition read = Assert.Single(again.Tables).Definition;

        Assert.Equal(definition.SchemaJson.ToJsonString(), read.SchemaJson.ToJsonString());
        Assert.Equal(definition.Config.Json.ToJsonString(), read.Config.Json.ToJsonString());
        Assert.Equal(definition.CreatedAt, read.CreatedAt);
        Assert.Equal(7, read.StartOffsets[0]);
        Assert.True(read.IsDisabled);
        Assert.Equal(new TablePause(true, "cleaning", TableFolderFixture.Now), read.Pause);
        Assert.True(read.ModifiedAt > read.CreatedAt);
    }

    [Theory]
    [InlineData("events")]
    [InlineData("EVENTS")]
    [InlineData("events_REALTIME")]
    [InlineData("Events_realtime")]
    public void A_table_is_found_raw_or_with_suffix_in_any_case(string name)
    {
        using TableFolderFixture folder = new();
        using TableCatalog catalog = folder.Open();
        Table created = catalog.Create(TableFolderFixture.Definition());

        Assert.True(catalog.TryFind(name, out Table? found));
        Assert.Same(created, found);
    }

    [Fact]
    public void Create_refuses_a_name_that_differs_by_case_only()
    {
        using TableFolderFixture folder = new();
        using TableCatalog catalog = folder.Open();
        catalog.Create(TableFolderFixture.Definition());

        TableConfigException fault = Assert.Throws<TableConfigException>(() => catalog.Create(TableFolderFixture.Definition("Events")));

        Assert.Contains("events_REALTIME already exists", fault.Message, StringComparison.Ordinal);
        Assert.Equal("events", Assert.Single(catalog.Tables).Name);
    }

    [Fact]
    public void A_crash_at_any_step_of_a_creation_leaves_all_of_the_table_or_nothing()
    {
        using TableFolderFixture folder = new();
        Dictionary<string, bool> isThereAfter = [];
        using (TableCatalog catalog = folder.Open(Look))
        {
            catalog.Create(TableFolderFixture.Definition());
        }

        Assert.Equal(
            new Dictionary<string, bool> { ["folder made"] = false, ["definition written"] = false, ["renamed"] = true },
            isThereAfter);

        void Look(string step) => isThereAfter[step] = TablesAfterCrash(folder) == 1;
    }

    [Fact]
    public void A_crash_at_any_step_of_a_deletion_leaves_no_half_table()
    {
        using TableFolderFixture folder = new();
        Dictionary<string, bool> isThereAfter = [];
        using (TableCatalog catalog = folder.Open(step => isThereAfter[step] = TablesAfterCrash(folder) == 1))
        {
            Table table = catalog.Create(TableFolderFixture.Definition("events", (0, 0)));
            TableFolderFixture.FillAndSeal(table.Partitions[0], 10);
            isThereAfter.Clear();
            Assert.True(catalog.Delete("events"));
            Assert.False(catalog.Delete("events"));
            Assert.Empty(catalog.Tables);
        }

        Assert.Equal(new Dictionary<string, bool> { ["renamed"] = false, ["removed"] = false }, isThereAfter);
    }

    [Fact]
    public void A_half_written_change_of_a_definition_is_forgotten()
    {
        using TableFolderFixture folder = new();
        using (TableCatalog catalog = folder.Open())
        {
            catalog.Create(TableFolderFixture.Definition());
        }

        string file = Path.Combine(folder.Path, "tables", "events", "table.json");
        File.WriteAllText(file + ".tmp", File.ReadAllText(file)[..40]);

        Assert.Equal(1, TablesAfterCrash(folder));
        using TableCatalog again = folder.Open();
        Assert.False(File.Exists(file + ".tmp"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"version\":1")]
    [InlineData("{\"version\":99}")]
    [InlineData("{\"version\":1}")]
    [InlineData("[]")]
    [InlineData("null")]
    public void A_table_whose_definition_is_damaged_is_named_and_the_others_open(string text)
    {
        using TableFolderFixture folder = new();
        using (TableCatalog catalog = folder.Open())
        {
            catalog.Create(TableFolderFixture.Definition("good"));
            catalog.Create(TableFolderFixture.Definition("bad"));
        }

        File.WriteAllText(Path.Combine(folder.Path, "tables", "bad", "table.json"), text);
        using TableCatalog again = folder.Open();

        Assert.Equal("good", Assert.Single(again.Tables).Name);
        Assert.Contains("bad", Assert.Single(again.Damaged).Path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_refuses_leaves_nothing_of_a_new_table()
    {
        using TableFolderFixture folder = new();
        using TableCatalog catalog = folder.Open();
        string tables = Path.Combine(folder.Path, "tables");
        Directory.Delete(tables);
        File.WriteAllText(tables, "a file stands in the way");

        Assert.ThrowsAny<IOException>(() => catalog.Create(TableFolderFixture.Definition()));

        Assert.Empty(catalog.Tables);
        File.Delete(tables);
        Directory.CreateDirectory(tables);
        catalog.Create(TableFolderFixture.Definition());
        Assert.Single(catalog.Tables);
    }

    [Fact]
    public void A_second_process_is_told_which_folder_and_whose()
    {
        using TableFolderFixture folder = new();
        using (folder.Open())
        {
            DataDirectoryException fault = Assert.Throws<DataDirectoryException>(() => folder.Open());

            Assert.Contains(folder.Path, fault.Message, StringComparison.Ordinal);
            Assert.Contains($"process {Environment.ProcessId}", fault.Message, StringComparison.Ordinal);
        }

        folder.Open().Dispose();
    }

    [Fact]
    public void A_data_folder_that_is_a_file_is_refused_by_name()
    {
        using TableFolderFixture folder = new();
        string path = Path.Combine(folder.Path, "file");
        File.WriteAllText(path, "x");

        DataDirectoryException fault = Assert.Throws<DataDirectoryException>(() => TableCatalog.Open(path, TimeProvider.System));

        Assert.Contains(path, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Schemas_stand_on_their_own_until_a_table_of_their_name_answers_for_them()
    {
        using TableFolderFixture folder = new();
        SchemaDocument alone = SchemaJson.Parse(System.Text.Json.Nodes.JsonNode.Parse("""{"schemaName":"alone"}""")!.AsObject());
        using (TableCatalog catalog = folder.Open())
        {
            catalog.PutSchema(alone);
            catalog.Create(TableFolderFixture.Definition());
        }

        using TableCatalog again = folder.Open();

        Assert.Equal(["alone", "events"], again.SchemaNames);
        Assert.True(again.TryFindSchema("events", out _));
        Assert.False(again.DeleteSchema("events"));
        Assert.True(again.DeleteSchema("alone"));
        Assert.Equal(["events"], again.SchemaNames);
    }

    private static int TablesAfterCrash(TableFolderFixture folder)
    {
        using TableFolderFixture copy = folder.Copy();
        using TableCatalog catalog = copy.Open();
        Assert.Empty(catalog.Damaged);
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(copy.Path, "tables"), ".*"));
        return catalog.Tables.Count;
    }
}
