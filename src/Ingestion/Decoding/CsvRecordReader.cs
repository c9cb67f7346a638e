using System.Text;
using Ingestion.Records;

namespace Ingestion.Decoding;

/// <summary>Reads messages that are one line of CSV each. One thread at a time.</summary>
internal sealed class CsvRecordReader : IRecordReader
{
    private readonly CsvSettings _settings;
    private readonly StringBuilder _cell = new();
    private readonly List<string?> _cells = [];
    private string _text = "";
    private int _at;

    public CsvRecordReader(CsvSettings settings) => _settings = settings;

    public string? Read(ReadOnlySpan<byte> payload, Record record)
    {
        (_text, _at) = (Encoding.UTF8.GetString(payload), 0);
        IReadOnlyList<string?>? header = _settings.Header;
        if (header is null || _settings.SkipsHeader)
        {
            if (NextLine() is { } broken)
            {
                return broken;
            }

            header ??= [.. _cells];
            if (_settings.Header is null && header.Any(string.IsNullOrWhiteSpace))
            {
                return "the first line of a message names its columns, and one of the names is missing; set 'stream.kafka.decoder.prop.header'";
            }
        }

        if (NextLine() is { } fault)
        {
            return _settings.Header is null
                ? $"the first line of a message names its columns, and no row follows it: {fault}; set 'stream.kafka.decoder.prop.header'"
                : fault;
        }

        for (int i = 0; i < Math.Min(header.Count, _cells.Count); i++)
        {
            if (header[i] is { } name && record.Fields.IndexOf(name) is var field and >= 0)
            {
                record.Values[field] = Value(_cells[i]);
            }
        }

        return null;
    }

    private object? Value(string? cell)
    {
        if (string.IsNullOrEmpty(cell))
        {
            return null;
        }

        if (_settings.MultiValueDelimiter is not { } delimiter || !cell.Contains(delimiter, StringComparison.Ordinal))
        {
            return cell;
        }

        return cell.Split(delimiter, StringSplitOptions.RemoveEmptyEntries).Cast<object?>().ToList();
    }

    private string? NextLine()
    {
        _cells.Clear();
        while (_at < _text.Length && (IsSkippable(_text[_at]) || _text[_at] == _settings.Comment))
        {
            _at = LineEnd(_at);
            TakeLineEnd();
        }

        if (_at >= _text.Length)
        {
            return "the message holds no line of CSV";
        }

        while (true)
        {
            if (TakeCell() is { } fault)
            {
                return fault;
            }

            if (_at >= _text.Length || _text[_at] != _settings.Delimiter)
            {
                TakeLineEnd();
                return null;
            }

            _at++;
        }
    }

    /// <summary>Adds a cell; stops on the delimiter, the end of the line or of the text.</summary>
    private string? TakeCell()
    {
        _cell.Clear();
        if (_settings.IgnoresSurroundingSpaces)
        {
            SkipBlanks();
        }

        if (_at < _text.Length && _text[_at] == _settings.Quote)
        {
            return TakeQuoted();
        }

        while (_at < _text.Length && _text[_at] != _settings.Delimiter && !IsLineEnd(_text[_at]))
        {
            TakeCharacter();
        }

        string cell = _settings.IgnoresSurroundingSpaces ? _cell.ToString().TrimEnd() : _cell.ToString();
        _cells.Add(cell == _settings.NullText ? null : cell);
        return null;
    }

    private string? TakeQuoted()
    {
        int start = _at++;
        while (_at < _text.Length)
        {
            if (_text[_at] != _settings.Quote)
            {
                TakeCharacter();
            }
            else if (_at + 1 < _text.Length && _text[_at + 1] == _settings.Quote)
            {
                _cell.Append(_text[_at]);
                _at += 2;
            }
            else
            {
                _at++;
                SkipBlanks();
                string cell = _cell.ToString();
                _cells.Add(cell == _settings.NullText && !_settings.QuotesAreTexts ? null : cell);
                return _at >= _text.Length || _text[_at] == _settings.Delimiter || IsLineEnd(_text[_at])
                    ? null
                    : $"character {_at + 1}: '{_text[_at]}' stands between the closing quote of a cell and the delimiter";
            }
        }

        return $"character {start + 1}: the quoted cell that begins here is not closed";
    }

    private void TakeCharacter()
    {
        if (_text[_at] == _settings.Escape && _at + 1 < _text.Length)
        {
            char next = _text[++_at];
            char? meant = next switch
            {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\b',
                'f' => '\f',
                '\n' or '\r' or '\t' or '\b' or '\f' => next,
                _ when next == _settings.Escape || next == _settings.Quote || next == _settings.Comment || next == _settings.Delimiter => next,
                _ => null,
            };
            _cell.Append(meant is null ? $"{_settings.Escape}{next}" : meant.ToString()); // what needs no escape keeps it
        }
        else
        {
            _cell.Append(_text[_at]);
        }

        _at++;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' && _text[_at] != _settings.Delimiter)
        {
            _at++;
        }
    }

    // A line feed, a carriage return, or both.
    private void TakeLineEnd()
    {
        _at += _at + 1 < _text.Length && _text[_at] == '\r' && _text[_at + 1] == '\n' ? 2 : _at < _text.Length ? 1 : 0;
    }

    private bool IsSkippable(char c) => _settings.IgnoresEmptyLines && IsLineEnd(c);

    private int LineEnd(int from)
    {
        int end = _text.AsSpan(from).IndexOfAny('\r', '\n');
        return end < 0 ? _text.Length : from + end;
    }

    private static bool IsLineEnd(char c) => c is '\r' or '\n';
}
