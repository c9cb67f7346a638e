namespace Ingestion.Decoding;

/// <summary>Where the fields stand in messages of one producer: the bytes between values, and the column of each value.</summary>
/// <remarks>Producers write the same keys in the same order, so comparing a handful of bytes replaces reading them.</remarks>
internal sealed class MessageLayout
{
    /// <summary>Column of a field that no layout can describe.</summary>
    public const int Unusual = -2;

    private const int MaxFields = 256;
    private const int MaxGlueBytes = 256;

    private MessageLayout(byte[][] glue, int[] columns)
    {
        Glue = glue;
        Columns = columns;
    }

    /// <summary>Bytes in front of each value, from the brace or the value before it; one more at the end, up to the closing brace.</summary>
    public byte[][] Glue { get; }

    /// <summary>Column, or field of a record, of each value; -1 for those that nobody wants.</summary>
    public int[] Columns { get; }

    /// <summary>Collects a layout while a message is read strictly.</summary>
    internal sealed class Builder
    {
        private readonly List<(int Start, int End, int Column)> _values = [];
        private bool _isPossible = true;

        /// <summary>The layout of the last message; null if it has none worth keeping.</summary>
        public MessageLayout? Result { get; private set; }

        public void Clear()
        {
            _values.Clear();
            _isPossible = true;
            Result = null;
        }

        /// <summary>The message cannot be described.</summary>
        public void GiveUp() => _isPossible = false;

        public void Add(int start, int end, int column)
        {
            // Of a repeated field the last value counts, null too: too rare to be fast.
            _isPossible &= column != Unusual && _values.Count < MaxFields && (column < 0 || !_values.Exists(value => value.Column == column));
            if (_isPossible)
            {
                _values.Add((start, end, column));
            }
        }

        public void End(ReadOnlySpan<byte> message, int end)
        {
            byte[][] glue = new byte[_values.Count + 1][];
            int at = 0;
            for (int i = 0; i < glue.Length; i++)
            {
                int next = i < _values.Count ? _values[i].Start : end;
                _isPossible &= next - at <= MaxGlueBytes;
                glue[i] = message[at..next].ToArray();
                at = i < _values.Count ? _values[i].End : end;
            }

            Result = _isPossible ? new MessageLayout(glue, [.. _values.Select(value => value.Column)]) : null;
        }
    }
}
