using Web.Visitors;

namespace Web.Audit;

/// <summary>Does what somebody asks for, if they may, and writes down that they did. REST and console both come through here.</summary>
/// <param name="log">Where it is written down.</param>
/// <param name="who">Who is behind the call.</param>
/// <param name="mode">How roles are given, for refusals.</param>
internal sealed class Deeds(AuditLog log, Func<Actor> who, AccessMode mode)
{
    /// <summary>Who is behind the call.</summary>
    public Actor Actor => who();

    /// <summary>Refuses unless somebody has a role.</summary>
    /// <exception cref="RefusedException">They have not; says which role it takes.</exception>
    public void Demand(VisitorRole role, string doing)
    {
        if (who().Visitor.Refusal(role, doing) is { } refusal)
        {
            throw new RefusedException($"{refusal} {RoleWords.Remedy(mode, role)}".TrimEnd());
        }
    }

    /// <summary>Does something that ends later.</summary>
    /// <param name="deed">What it is.</param>
    /// <param name="table">Raw name of the table; null if it is about none.</param>
    /// <param name="detail">What more there is to say; no secrets.</param>
    /// <param name="work">Does it.</param>
    /// <exception cref="RefusedException">Whoever asks may not.</exception>
    public async Task<T> DoAsync<T>(Deed deed, string? table, string detail, Func<Task<T>> work)
    {
        Actor actor = Begin(deed, table, detail);
        AuditOutcome outcome = AuditOutcome.Failed;
        try
        {
            T result = await work();
            outcome = AuditOutcome.Done;
            return result;
        }
        finally
        {
            log.Record(actor, deed, table, detail, outcome);
        }
    }

    /// <inheritdoc cref="DoAsync{T}"/>
    public Task DoAsync(Deed deed, string? table, string detail, Func<Task> work) => DoAsync(deed, table, detail, async () =>
    {
        await work();
        return true;
    });

    /// <summary>Does something at once.</summary>
    /// <inheritdoc cref="DoAsync{T}"/>
    public T Do<T>(Deed deed, string? table, string detail, Func<T> work)
    {
        Actor actor = Begin(deed, table, detail);
        AuditOutcome outcome = AuditOutcome.Failed;
        try
        {
            T result = work();
            outcome = AuditOutcome.Done;
            return result;
        }
        finally
        {
            log.Record(actor, deed, table, detail, outcome);
        }
    }

    /// <inheritdoc cref="Do{T}"/>
    public void Do(Deed deed, string? table, string detail, Action work) => Do(deed, table, detail, () =>
    {
        work();
        return true;
    });

    /// <summary>Writes down what is done already.</summary>
    public void Record(Deed deed, string? table, string detail) => log.Record(who(), deed, table, detail, AuditOutcome.Done);

    private Actor Begin(Deed deed, string? table, string detail)
    {
        Actor actor = who();
        if (actor.Visitor.Role < deed.Role)
        {
            log.Record(actor, deed, table, detail, AuditOutcome.Refused);
            Demand(deed.Role, deed.Doing);
        }

        return actor;
    }
}
