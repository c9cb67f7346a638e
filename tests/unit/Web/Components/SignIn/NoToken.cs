using Microsoft.AspNetCore.Components.Forms;

namespace UnitTests.Web.Components.SignIn;

/// <summary>Forms without a token of the server: nothing is posted here.</summary>
internal sealed class NoToken : AntiforgeryStateProvider
{
    public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
}
