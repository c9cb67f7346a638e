using Microsoft.AspNetCore.Components.Authorization;
using Web.Visitors;

namespace Web.Access;

/// <summary>Who has the page open that a component is on. One per circuit.</summary>
internal sealed class CurrentVisitor(AuthenticationStateProvider states)
{
    /// <summary>Who it is now; after they signed out, somebody who may only look.</summary>
    public async Task<Visitor> GetAsync() => Visitor.Of((await states.GetAuthenticationStateAsync()).User);
}
