using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Query.Values;

/// <summary>A JSONPath: names, quoted names, indexes, <c>*</c> and <c>..name</c>. Immutable.</summary>
internal sealed class JsonPath
{
    private readonly List<Step> _steps = [];

    private enum StepKind
    {
        Name,
        Index,
        All,
        Anywhere,
    }

    private JsonPath()
    {
    }

    /// <summary>False if the path can lead to several values.</summary>
    public bool IsDefinite => _steps.TrueForAll(step => step.Kind is StepKind.Name or StepKind.Index);

    /// <exception cref="FormatException">The text is no path; the message says where.</exception>
    public static JsonPath Parse(string text)
    {
        JsonPath path = new();
        int at = text.StartsWith('$') ? 1 : 0;
        if (at == 0)
        {
            throw Fault(text, "it must begin with $");
        }

        while (at < text.Length)
        {
            at = text[at] switch
            {
                '.' => path.ReadName(text, at),
                '[' => path.ReadBrackets(text, at),
                _ => throw Fault(text, $"'{text[at]}' has no meaning there"),
            };
        }

        return path;
    }

    /// <summary>All values the path leads to.</summary>
    public IEnumerable<JsonElement> Find(JsonElement root)
    {
        IEnumerable<JsonElement> found = [root];
        foreach (Step step in _steps)
        {
            found = found.SelectMany(element => Follow(element, step));
        }

        return found;
    }

    private static IEnumerable<JsonElement> Follow(JsonElement element, Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Name:
                return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(step.Name, out JsonElement value) ? [value] : [];
            case StepKind.Index:
                if (element.ValueKind != JsonValueKind.Array)
                {
                    return [];
                }

                int length = element.GetArrayLength();
                int index = step.Index < 0 ? length + step.Index : step.Index;
                return index >= 0 && index < length ? [element[index]] : [];
            case StepKind.All:
                return Children(element);
            default:
                return Descendants(element).SelectMany(inner => step.Name.Length == 0 ? Children(inner) : Follow(inner, step with { Kind = StepKind.Name }));
        }
    }

    private static IEnumerable<JsonElement> Children(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Select(property => property.Value),
        JsonValueKind.Array => element.EnumerateArray(),
        _ => [],
    };

    private static IEnumerable<JsonElement> Descendants(JsonElement element) => Children(element).SelectMany(Descendants).Prepend(element);

    private static FormatException Fault(string path, string what) => new($"'{path}' is no JSON path: {what}");

    private int ReadName(string text, int at)
    {
        bool anywhere = at + 1 < text.Length && text[at + 1] == '.';
        int start = at + (anywhere ? 2 : 1);
        if (anywhere && start < text.Length && text[start] == '[')
        {
            throw Fault(text, "a name must follow ..");
        }

        int end = start;
        while (end < text.Length && text[end] is not ('.' or '['))
        {
            end++;
        }

        string name = text[start..end];
        if (name.Length == 0)
        {
            throw Fault(text, "a name must follow the dot");
        }

        _steps.Add((anywhere, name) switch
        {
            (true, "*") => new Step(StepKind.Anywhere, "", 0),
            (true, _) => new Step(StepKind.Anywhere, name, 0),
            (false, "*") => new Step(StepKind.All, "", 0),
            _ => new Step(StepKind.Name, name, 0),
        });
        return end;
    }

    private int ReadBrackets(string text, int at)
    {
        if (at + 1 < text.Length && text[at + 1] is '\'' or '"')
        {
            return ReadQuoted(text, at);
        }

        int end = text.IndexOf(']', at);
        string inner = end < 0 ? throw Fault(text, "a [ is not closed") : text[(at + 1)..end].Trim();
        if (inner == "*")
        {
            _steps.Add(new Step(StepKind.All, "", 0));
        }
        else if (int.TryParse(inner, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int index))
        {
            _steps.Add(new Step(StepKind.Index, "", index));
        }
        else
        {
            throw Fault(text, $"[{inner}] is neither a number, nor *, nor a name in quotes");
        }

        return end + 1;
    }

    private int ReadQuoted(string text, int at)
    {
        char quote = text[at + 1];
        StringBuilder name = new();
        int i = at + 2;
        for (; i < text.Length && text[i] != quote; i++)
        {
            i += text[i] == '\\' && i + 1 < text.Length ? 1 : 0;
            name.Append(text[i]);
        }

        if (i + 1 >= text.Length || text[i + 1] != ']')
        {
            throw Fault(text, "a quoted name is not closed with ]");
        }

        _steps.Add(new Step(StepKind.Name, name.ToString(), 0));
        return i + 2;
    }

    private sealed record Step(StepKind Kind, string Name, int Index);
}
