namespace Web.Visitors;

/// <summary>What is said to people about roles.</summary>
internal static class RoleWords
{
    /// <summary>A role as a sentence has it.</summary>
    public static string Word(this VisitorRole role) => role.ToString().ToLowerInvariant();

    /// <summary>Why somebody may not do something; null if they may.</summary>
    /// <param name="visitor">Who.</param>
    /// <param name="needed">What role it needs.</param>
    /// <param name="doing">What it is, such as <c>Pausing</c>.</param>
    public static string? Refusal(this Visitor visitor, VisitorRole needed, string doing) =>
        visitor.Role >= needed ? null : $"{doing} needs the {needed.Word()} role.";

    /// <summary>How somebody gets a role.</summary>
    public static string Remedy(AccessMode mode, VisitorRole needed) => mode switch
    {
        AccessMode.Token => $"Use the token of the {needed.Word()}s; whoever runs this server has it.",
        AccessMode.Proxy => $"Whoever runs this server can add you to Access:{needed}s.",
        _ => "",
    };
}
