using System.Buffers;
using System.Text;

namespace Segments.Schema;

/// <summary>What a schema or table may be called. The name becomes a folder and the start of file names.</summary>
public static class NameRules
{
    private const int MaxBytes = 180;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\:*?\"<>|%#");

    /// <summary>Null if the name is good, else what is wrong with it, naming <paramref name="field"/>.</summary>
    /// <param name="field">The key that holds the name, such as <c>tableName</c>.</param>
    /// <param name="name">Without type suffix.</param>
    /// <param name="mayHoldBlanks">True for names that no table can have anyway.</param>
    public static string? FaultOf(string field, string name, bool mayHoldBlanks = false)
    {
        if (name.Contains("__", StringComparison.Ordinal))
        {
            return $"'{field}' cannot contain double underscore ('__')";
        }

        if (name.Count(letter => letter == '.') > 1)
        {
            return $"'{field}': '{name}' containing more than one '.' is not allowed";
        }

        if (name.AsSpan().ContainsAny(Forbidden) || name.Any(letter => char.IsControl(letter) || (char.IsWhiteSpace(letter) && !mayHoldBlanks)) || name.StartsWith('.'))
        {
            return $"'{field}': '{name}' must not start with '.' or contain blanks or any of / \\ : * ? \" < > | % #. Use letters, digits, '_' and '-'.";
        }

        return Encoding.UTF8.GetByteCount(name) > MaxBytes ? $"'{field}': '{name}' is longer than {MaxBytes} bytes" : null;
    }
}
