namespace Web.Visitors;

/// <summary>How the server learns who somebody is.</summary>
internal enum AccessMode
{
    /// <summary>Not at all: everybody may do everything.</summary>
    None,

    /// <summary>By a token that everybody of a role shares.</summary>
    Token,

    /// <summary>A proxy in front of the server has asked, and says so in a header.</summary>
    Proxy,
}
