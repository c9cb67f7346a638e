using Web.Access;
using Web.Audit;
using Web.Storage;
using Web.Visitors;

namespace Web.Sharing;

/// <summary>Makes links for the pages: not more often than anybody needs, and written down.</summary>
/// <param name="links">Keeps them.</param>
/// <param name="limits">How often somebody may.</param>
/// <param name="deeds">Where it is written down.</param>
internal sealed class ShareDesk(LinkStore links, RateLimits limits, Deeds deeds)
{
    /// <summary>Keeps a link, or finds the one that holds the same.</summary>
    /// <exception cref="ConsoleStorageException">It cannot be kept, or too many were made within a minute; the message is for people.</exception>
    public SharedLink Share(Visitor owner, ShareRequest request)
    {
        if (limits.Refusal(RateLimits.Shares) is { } refusal)
        {
            throw new ConsoleStorageException(refusal);
        }

        SharedLink link = links.Share(owner, request);
        deeds.Record(Deed.ResultShared, table: null, request.Snapshot is null ? $"query as link {link.Id}" : $"query with its result as link {link.Id}");
        return link;
    }
}
