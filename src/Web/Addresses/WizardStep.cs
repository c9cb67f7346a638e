namespace Web.Addresses;

/// <summary>The steps from a topic to a table, as addresses name them.</summary>
public enum WizardStep
{
    /// <summary>Which brokers, which topic.</summary>
    Source,

    /// <summary>Which messages to look at.</summary>
    Sample,

    /// <summary>Which columns.</summary>
    Schema,

    /// <summary>The rows that come of it.</summary>
    Preview,

    /// <summary>Name, start, and the request itself.</summary>
    Create,
}
