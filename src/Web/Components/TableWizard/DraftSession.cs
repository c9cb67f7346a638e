using Ingestion.Preview;
using Ingestion.Sampling;
using Ingestion.Sources;
using Web.Drafts;
using Web.Storage;

namespace Web.Components.TableWizard;

/// <summary>A draft that is open in a browser: every change is kept at once and shows its rows. Used on the page's circuit alone.</summary>
public sealed class DraftSession : IDisposable
{
    private static readonly TimeSpan LookAtMost = TimeSpan.FromSeconds(8);

    private readonly DraftStore _store;
    private readonly DraftWorkshop _workshop;
    private readonly SecretStore _secrets;
    private readonly Func<Func<Task>, Task> _onCircuit;
    private readonly Action _changed;
    private CancellationTokenSource? _previewing;
    private CancellationTokenSource? _looking;
    private Task _preview = Task.CompletedTask;
    private bool _isSaving;

    /// <param name="draft">The draft.</param>
    /// <param name="store">Keeps it.</param>
    /// <param name="workshop">Makes its rows.</param>
    /// <param name="secrets">Takes what a pasted config must not hold.</param>
    /// <param name="onCircuit">Runs something on the page's circuit.</param>
    /// <param name="changed">Shows the page anew.</param>
    internal DraftSession(TableDraft draft, DraftStore store, DraftWorkshop workshop, SecretStore secrets, Func<Func<Task>, Task> onCircuit, Action changed)
    {
        (_store, _workshop, _secrets, _onCircuit, _changed) = (store, workshop, secrets, onCircuit, changed);
        Draft = draft;
        Document = new DraftDocument(draft.Document);
        store.Changed += Follow;
        Refresh();
        Look();
    }

    /// <summary>The draft as it is kept.</summary>
    public TableDraft Draft { get; private set; }

    /// <summary>Its document as a form.</summary>
    public DraftDocument Document { get; private set; }

    /// <summary>What its sample holds; null without one.</summary>
    public SampleProfile? Profile { get; private set; }

    /// <summary>Its rows; null while there are none to show.</summary>
    public SampleRows? Rows { get; private set; }

    /// <summary>Why there are no rows, or what keeps the draft from becoming a table; null if nothing does.</summary>
    public string? Fault { get; private set; }

    /// <summary>Why a change is not kept; null if all is.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Why the messages cannot be looked into; null if they can.</summary>
    public string? ProfileFault { get; private set; }

    /// <summary>True while rows are made.</summary>
    public bool IsPreviewing => _previewing is not null;

    /// <summary>True if the draft was thrown away meanwhile.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Names the browser that changes the draft from here on; null while nobody knows.</summary>
    public string? Browser { get; set; }

    /// <summary>True if the last change was made in another browser than this one.</summary>
    public bool IsByAnother => Browser is not null && Draft.ChangedBy is { } by && by != Browser;

    /// <summary>Changes the document, keeps it and shows what comes of it.</summary>
    public void Change(Action<DraftDocument> change)
    {
        change(Document);
        Draft = Draft with { Document = Document.Json, Typed = null };
        Keep(_store.Save);
        Refresh();
        _changed();
    }

    /// <summary>Takes JSON that somebody typed: the whole document, or a schema or table config alone. What cannot be read is kept as it is.</summary>
    /// <returns>What is wrong with it, and where; null if nothing is.</returns>
    public string? Type(string text)
    {
        TypedDocument typed = TypedDocument.Read(text, Document);
        if (typed.Document is not { } document)
        {
            if (PastedSecrets.MayBeIn(text))
            {
                return $"{typed.Fault} It seems to hold a password: until it can be read, it is not kept.";
            }

            Draft = Draft with { Typed = text };
            Keep(_store.Save);
            return typed.Fault;
        }

        try
        {
            MovedSecrets = PastedSecrets.Move(document, _secrets);
        }
        catch (ConsoleStorageException exception)
        {
            return exception.Message;
        }

        Document = document;
        Change(_ => { });
        return null;
    }

    /// <summary>Passwords and logins of the last JSON that was typed, which are kept apart now.</summary>
    public int MovedSecrets { get; private set; }

    /// <summary>Takes other messages; columns stay as they are, unless there are none: then they are suggested.</summary>
    public void Take(TopicSample sample)
    {
        Draft = Draft with { Sample = sample };
        Keep(_store.SaveSample);
        Refresh();
        Look();
    }

    /// <summary>Changes what the messages are read by, and looks into them again.</summary>
    public void ChangeFormat(Action<DraftDocument> change)
    {
        Change(change);
        Look();
    }

    /// <summary>The rows of the document as it is now.</summary>
    public async Task<SampleRows?> SettledAsync()
    {
        while (IsPreviewing)
        {
            await _preview;
        }

        return Rows;
    }

    public void Dispose()
    {
        _store.Changed -= Follow;
        _previewing?.Cancel();
        _looking?.Cancel();
    }

    private void Keep(Func<TableDraft, TableDraft?> keep)
    {
        _isSaving = true;
        try
        {
            TableDraft? kept = keep(Draft with { ChangedBy = Browser });
            (IsGone, Trouble) = (kept is null, null);
            Draft = kept ?? Draft;
        }
        catch (ConsoleStorageException exception)
        {
            Trouble = exception.Message;
        }
        finally
        {
            _isSaving = false;
        }
    }

    // Somebody else has the same draft open: what was written last is shown in both.
    private void Follow(string id)
    {
        if (id != Draft.Id || _isSaving)
        {
            return;
        }

        _ = _onCircuit(() =>
        {
            if (_store.Find(id) is { } draft)
            {
                (Draft, Document) = (draft, new DraftDocument(draft.Document));
                Refresh();
                Look();
            }
            else
            {
                IsGone = true;
            }

            _changed();
            return Task.CompletedTask;
        });
    }

    private void Refresh()
    {
        _previewing?.Cancel();
        Fault = _workshop.FaultOf(Document);
        if (Draft.Sample is not { } sample || Document.Columns.Count == 0)
        {
            (Rows, _previewing) = (null, null);
            return;
        }

        // The document goes on changing while the rows of this one are made.
        DraftDocument snapshot = new(Document.Json.DeepClone().AsObject());
        CancellationTokenSource previewing = new();
        _previewing = previewing;
        _preview = PreviewAsync(snapshot, sample, previewing);
    }

    private void Look()
    {
        _looking?.Cancel();
        if (Draft.Sample is not { } sample)
        {
            Profile = null;
            return;
        }

        CancellationTokenSource looking = new();
        _looking = looking;
        _ = LookAsync(new DraftDocument(Document.Json.DeepClone().AsObject()), sample, looking);
    }

    // A registry may have to be asked.
    private async Task LookAsync(DraftDocument document, TopicSample sample, CancellationTokenSource looking)
    {
        (SampleProfile? Profile, string? Fault) seen;
        try
        {
            looking.CancelAfter(LookAtMost);
            seen = (await Task.Run(() => _workshop.Profile(document, sample.Messages, looking.Token), looking.Token), null);
        }
        catch (IngestionException exception)
        {
            seen = (null, exception.Message);
        }
        catch (OperationCanceledException)
        {
            seen = (null, $"What the messages need to be read did not answer within {LookAtMost.TotalSeconds:0} s: see the address of the registry.");
        }

        await _onCircuit(() =>
        {
            if (_looking == looking)
            {
                (Profile, ProfileFault, _looking) = (seen.Profile, seen.Fault, null);
                if (Document.Columns.Count == 0 && seen.Profile is { Objects: > 0 } profile)
                {
                    Change(draft => DraftSuggestion.Apply(draft, profile));
                }

                _changed();
            }

            looking.Dispose();
            return Task.CompletedTask;
        });
    }

    private async Task PreviewAsync(DraftDocument document, TopicSample sample, CancellationTokenSource previewing)
    {
        (SampleRows? Rows, string? Fault) made;
        try
        {
            made = (await Task.Run(() => _workshop.Preview(document, sample.Messages, previewing.Token), previewing.Token), null);
        }
        catch (IngestionException exception)
        {
            made = (null, exception.Message);
        }
        catch (OperationCanceledException)
        {
            made = default;
        }

        await _onCircuit(() =>
        {
            if (_previewing == previewing)
            {
                (Rows, _previewing) = (made.Rows, null);
                Fault ??= made.Fault;
                _changed();
            }

            previewing.Dispose();
            return Task.CompletedTask;
        });
    }
}
