namespace Web.Components.Layout;

/// <summary>A key and what it does: the help shows them, the scripts in wwwroot/js obey them.</summary>
/// <param name="Keys">As people read them.</param>
/// <param name="Action">What happens.</param>
internal sealed record Shortcut(string Keys, string Action)
{
    /// <summary>On every page. Single letters count only outside of inputs, and can be switched off.</summary>
    public static readonly IReadOnlyList<Shortcut> Everywhere =
    [
        new("Ctrl K", "Find a page, a table or a saved query"),
        new("?", "This help"),
        new("g h", "Home"),
        new("g c", "Catalog"),
        new("g i", "Ingest"),
        new("g q", "Query"),
        new("g k", "Kafka"),
        new("g n", "New table"),
        new("/", "To the filter of the page"),
    ];

    /// <summary>On the query page.</summary>
    public static readonly IReadOnlyList<Shortcut> Query =
    [
        new("Ctrl ⏎", "Run the selection, or the statement at the cursor"),
        new("Ctrl ⇧ ⏎", "Run all statements"),
        new("Esc", "Cancel what runs"),
        new("Alt E", "Explain"),
        new("⇧ Alt F", "Format"),
        new("Ctrl /", "Comment out"),
        new("Ctrl Space", "Complete"),
        new("Ctrl S", "Save the query"),
        new("Alt L", "Copy a link to it"),
        new("Alt T, Alt W, Alt ⇧ T", "New tab, close it, open it again"),
        new("Alt 1 … 9", "Go to a tab"),
        new("F6, ⇧ F6", "Next pane, pane before: tables, editor, answer"),
        new("[", "Open or close the tables"),
    ];
}
