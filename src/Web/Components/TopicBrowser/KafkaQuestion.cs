using Ingestion.Sources;
using Microsoft.AspNetCore.Components;

namespace Web.Components.TopicBrowser;

/// <summary>A page whose content is one question to Kafka: asked when the page opens or its address changes, stopped when it closes.</summary>
public abstract class KafkaQuestion : ComponentBase, IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1.5);

    private CancellationTokenSource? _asking;

    [Inject]
    private protected TopicViews Topics { get; set; } = null!;

    /// <summary>Why there is no answer; null if nothing went wrong.</summary>
    protected string? Problem { get; private set; }

    /// <summary>True if no broker answered as it should, or none does so soon: whoever waits shall see why.</summary>
    protected bool IsSuspect { get; private set; }

    /// <summary>True while it is asked.</summary>
    protected bool IsBusy => _asking is not null;

    public virtual void Dispose()
    {
        _asking?.Cancel();
        GC.SuppressFinalize(this);
    }

    /// <summary>Asks, and keeps the answer.</summary>
    /// <exception cref="IngestionException">Says what is wrong, for people.</exception>
    protected abstract Task AskAsync(CancellationToken cancellation);

    /// <summary>Asks again; a question that is under way is given up.</summary>
    protected async Task AskAgainAsync()
    {
        Stop();
        using CancellationTokenSource asking = new();
        (_asking, Problem, IsSuspect) = (asking, null, false);
        StateHasChanged();
        try
        {
            Task answer = AskAsync(asking.Token);
            await Task.WhenAny(answer, Task.Delay(Soon, asking.Token));
            if (!answer.IsCompleted && _asking == asking)
            {
                IsSuspect = true;
                StateHasChanged();
            }

            await answer;
            IsSuspect &= _asking != asking;
        }
        catch (IngestionException exception) when (_asking == asking)
        {
            (Problem, IsSuspect) = (exception.Message, exception is KafkaUnreachableException);
        }
        catch (OperationCanceledException) when (_asking == asking)
        {
            Problem = "Stopped before there was an answer.";
        }
        catch (Exception exception) when (_asking != asking && exception is IngestionException or OperationCanceledException)
        {
            return; // another question has taken its place
        }

        if (_asking == asking)
        {
            _asking = null;
            StateHasChanged();
        }
    }

    /// <summary>Gives the question up.</summary>
    protected void Stop() => _asking?.Cancel();
}
