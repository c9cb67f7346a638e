using System.Text;
using Ingestion.Sources;

namespace Ingestion.Kafka;

/// <summary>One entry of a JAAS configuration: <c>ModuleClass required name="value" name=value;</c>.</summary>
/// <param name="Module">Class of the login module.</param>
/// <param name="Options">Its options; may hold secrets.</param>
internal sealed record JaasConfig(string Module, IReadOnlyDictionary<string, string> Options)
{
    private static readonly string[] Flags = ["REQUIRED", "REQUISITE", "SUFFICIENT", "OPTIONAL"];

    /// <summary>Reads an entry; the semicolon at its end may be missing.</summary>
    /// <exception cref="IngestionException">It is no such entry. The message holds nothing of its values.</exception>
    public static JaasConfig Parse(string text)
    {
        Reader reader = new(text);
        string module = reader.Word() ?? throw Wrong("the login module's class is missing");
        string flag = reader.Word() ?? throw Wrong("the word 'required' after the class is missing");
        if (!Flags.Contains(flag.ToUpperInvariant(), StringComparer.Ordinal))
        {
            throw Wrong("after the class there must be required, requisite, sufficient or optional");
        }

        Dictionary<string, string> options = new(StringComparer.Ordinal);
        while (reader.Word() is { } name)
        {
            if (!reader.Skip('='))
            {
                throw Wrong($"option number {options.Count + 1} has no '=' and value");
            }

            options[name] = reader.Word() ?? throw Wrong($"option '{name}' has no value");
        }

        if (reader.Skip(';'))
        {
            reader.Skip(';');
        }

        return reader.IsAtEnd ? new JaasConfig(module, options) : throw Wrong("there is more than one entry, or a stray character");
    }

    private static IngestionException Wrong(string what) =>
        new($"sasl.jaas.config cannot be read: {what}; write it as org.apache.kafka.common.security.plain.PlainLoginModule required username=\"…\" password=\"…\";");

    // Words are separated by blanks; '=' and ';' stand for themselves outside quotes.
    private sealed class Reader(string text)
    {
        private int _at;

        public bool IsAtEnd
        {
            get
            {
                SkipBlanks();
                return _at == text.Length;
            }
        }

        public bool Skip(char mark)
        {
            if (IsAtEnd || text[_at] != mark)
            {
                return false;
            }

            _at++;
            return true;
        }

        public string? Word()
        {
            if (IsAtEnd || text[_at] is '=' or ';')
            {
                return null;
            }

            return text[_at] is '"' or '\'' ? Quoted(text[_at++]) : Bare();
        }

        private string Bare()
        {
            int start = _at;
            while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && text[_at] is not ('=' or ';'))
            {
                _at++;
            }

            return text[start.._at];
        }

        private string Quoted(char quote)
        {
            StringBuilder word = new();
            while (_at < text.Length && text[_at] != quote)
            {
                if (text[_at] == '\\' && _at + 1 < text.Length)
                {
                    _at++;
                }

                word.Append(text[_at++]);
            }

            return _at++ < text.Length ? word.ToString() : throw Wrong("a quote is not closed");
        }

        private void SkipBlanks()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }
        }
    }
}
