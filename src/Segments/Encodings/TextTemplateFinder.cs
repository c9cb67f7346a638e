using Segments.Columns;

namespace Segments.Encodings;

/// <summary>Finds the template that all texts of a column share, if there is one.</summary>
internal sealed class TextTemplateFinder
{
    private readonly bool[] _differs = new bool[TextTemplate.LongestText];
    private byte[]? _first;

    /// <summary>False once two texts fit no common template.</summary>
    public bool IsPossible { get; private set; } = true;

    /// <summary>Takes notice of more texts.</summary>
    public void Add(ReadOnlySpan<Utf8Slice> texts)
    {
        for (int i = 0; i < texts.Length && IsPossible; i++)
        {
            Add(texts[i].Span);
        }
    }

    /// <summary>Takes notice of one more text.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        _first ??= text.Length is > 0 and <= TextTemplate.LongestText ? text.ToArray() : [];
        IsPossible = text.Length == _first.Length && _first.Length > 0;
        for (int i = 0; i < text.Length && IsPossible; i++)
        {
            if (text[i] != _first[i])
            {
                _differs[i] = true;
                IsPossible = TextTemplate.DigitValue(text[i]) >= 0 && TextTemplate.DigitValue(_first[i]) >= 0;
            }
        }
    }

    /// <summary>The template, or null if the texts have none.</summary>
    public TextTemplate? Find() => IsPossible && _first is not null ? new TextTemplate(_first, _differs.AsSpan(0, _first.Length)) : null;
}
