using Web.Addresses;
using Web.Sharing;
using Web.Visitors;

namespace Web.Components.QueryLibrary;

/// <summary>Where a kept statement is opened: at its own address, or through a short link if it is too long for one.</summary>
internal sealed class QueryOpener(LinkStore links)
{
    private static readonly TimeSpan LifeOfLink = TimeSpan.FromDays(30);

    /// <summary>The address.</summary>
    /// <exception cref="Storage.ConsoleStorageException">The short link cannot be kept.</exception>
    public string AddressOf(Visitor visitor, QueryLink query, string title) =>
        AppUrls.FitsAddress(query)
            ? AppUrls.Query(query)
            : AppUrls.ShortLink(links.Share(visitor, new ShareRequest(query, title) { Audience = LinkAudience.OwnerOnly, Life = LifeOfLink }).Id);
}
