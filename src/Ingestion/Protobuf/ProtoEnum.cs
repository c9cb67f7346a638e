using System.Globalization;

namespace Ingestion.Protobuf;

/// <summary>An enum.</summary>
/// <param name="name">Its name, without package.</param>
/// <param name="isClosed">True if a number without a name is no value, as before proto3.</param>
internal sealed class ProtoEnum(string name, bool isClosed)
{
    private readonly Dictionary<int, string> _names = [];

    /// <summary>The name that stands for an absent value: the first.</summary>
    public string Default { get; private set; } = "";

    /// <summary>Adds a value; of several names for one number the first counts.</summary>
    public void Add(int number, string value)
    {
        Default = _names.Count == 0 ? value : Default;
        _names.TryAdd(number, value);
    }

    /// <summary>The name of a number; a number without one as Java's library names it; null if it is no value.</summary>
    public string? NameOf(int number) => _names.TryGetValue(number, out string? known) ? known
        : isClosed ? null
        : $"UNKNOWN_ENUM_VALUE_{name}_{number.ToString(CultureInfo.InvariantCulture)}";
}
