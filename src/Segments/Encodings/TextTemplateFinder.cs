using System.Runtime.Intrinsics;
using Segments.Columns;

namespace Segments.Encodings;

/// <summary>Finds the template that all texts of a column share, if there is one.</summary>
internal sealed class TextTemplateFinder
{
    private readonly byte[] _text = new byte[TextTemplate.LongestText];
    private int _length = -1;
    private Vector512<byte> _first;
    private Vector512<byte> _differs;
    private Vector512<byte> _isNoDigit;

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
        if (text.Length is 0 or > TextTemplate.LongestText || (_length >= 0 && text.Length != _length))
        {
            IsPossible = false;
            return;
        }

        text.CopyTo(_text);
        Vector512<byte> bytes = Vector512.Create(_text);
        if (_length < 0)
        {
            (_length, _first) = (text.Length, bytes);
        }

        _differs |= bytes ^ _first;
        _isNoDigit |= ~(IsBetween(bytes, '0', '9') | IsBetween(bytes, 'a', 'f'));
        IsPossible = (~Vector512.Equals(_differs, Vector512<byte>.Zero) & _isNoDigit) == Vector512<byte>.Zero;
    }

    /// <summary>The template, or null if the texts have none.</summary>
    public TextTemplate? Find()
    {
        if (!IsPossible || _length < 0)
        {
            return null;
        }

        Span<byte> constants = stackalloc byte[TextTemplate.LongestText];
        Span<bool> isDigit = stackalloc bool[TextTemplate.LongestText];
        _first.CopyTo(constants);
        for (int i = 0; i < _length; i++)
        {
            isDigit[i] = _differs[i] != 0;
        }

        return new TextTemplate(constants[.._length], isDigit[.._length]);
    }

    private static Vector512<byte> IsBetween(Vector512<byte> bytes, char low, char high) =>
        Vector512.LessThanOrEqual(bytes - Vector512.Create((byte)low), Vector512.Create((byte)(high - low)));
}
