using System.Globalization;
using System.Text.Json;
using Segments.Schema;

namespace Ingestion.Sampling;

/// <summary>The values of one field, as they come.</summary>
/// <param name="path">Of the field.</param>
/// <param name="isNested">True if it lies within an object of the message.</param>
/// <param name="maxDistinct">Different values to tell apart; those behind them count as known.</param>
internal sealed class FieldEvidence(string path, bool isNested, int maxDistinct = 1000)
{
    private const int MostExamples = 3;
    private const int MaxExample = 60;
    private const int LeastForAnId = 20;
    private const double MillisOfAYear = 365.2425 * 86_400_000;

    private static readonly (string Unit, double Millis)[] Units = [("milliseconds", 1), ("seconds", 1000), ("microseconds", 0.001), ("nanoseconds", 0.000001)];
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly HashSet<string> _distinct = new(StringComparer.Ordinal);
    private readonly List<string> _examples = [];
    private int _present;
    private int _nulls;
    private int _lists;
    private int _objects;
    private int _integers;
    private int _decimals;
    private int _booleans;
    private int _texts;
    private int _times;
    private bool _hasNested;
    private double _least = double.PositiveInfinity;
    private double _most = double.NegativeInfinity;
    private string? _mostPlace;
    private string? _firstText;
    private string? _lastText;

    /// <summary>Takes the value of one message.</summary>
    public void Add(JsonElement value, SampledMessage message)
    {
        _present++;
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                _nulls++;
                return;
            case JsonValueKind.Array:
                _lists++;
                foreach (JsonElement entry in value.EnumerateArray())
                {
                    _hasNested |= entry.ValueKind is JsonValueKind.Array or JsonValueKind.Object;
                    AddScalar(entry, message);
                }

                break;
            case JsonValueKind.Object:
                _objects++;
                break;
            default:
                AddScalar(value, message);
                break;
        }

        string text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        if (_distinct.Count < maxDistinct && _distinct.Add(Key(text)) && _examples.Count < MostExamples)
        {
            _examples.Add(text.Length <= MaxExample ? text : text[..MaxExample] + "…");
        }
    }

    /// <summary>What all values together say.</summary>
    /// <param name="messages">Objects of the sample.</param>
    public FieldProfile Judge(int messages)
    {
        (DataType type, string? reason) = Type();
        bool isNumeric = _integers + _decimals > 0 && _texts + _booleans == 0;
        string? smallest = isNumeric ? Number(_least) : _firstText is { } first ? Cut(first) : null;
        string? largest = isNumeric ? Number(_most) : _lastText is { } last ? Cut(last) : null;
        string? remark = Remark(messages, type);
        string? verdict = reason is null ? remark : remark is null ? reason : $"{reason}. {remark}";
        return new FieldProfile(path, type, _lists > 0 && type != DataType.Json, _present, _nulls, smallest, largest, _distinct.Count, _examples, verdict)
        {
            IsNested = isNested,
            TimeFormat = type == DataType.Timestamp ? "TIMESTAMP" : type is DataType.Long && isNumeric && _decimals == 0 && UnitOfTime() is { } unit ? $"1:{unit.ToUpperInvariant()}:EPOCH" : null,
        };
    }

    private void AddScalar(JsonElement value, SampledMessage message)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                AddNumber(value, message);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                _booleans++;
                break;
            case JsonValueKind.String:
                string text = value.GetString()!;
                _texts++;
                _times += IsTime(text) ? 1 : 0;
                _firstText = _firstText is null || string.CompareOrdinal(text, _firstText) < 0 ? text : _firstText;
                _lastText = _lastText is null || string.CompareOrdinal(text, _lastText) > 0 ? text : _lastText;
                break;
        }
    }

    private void AddNumber(JsonElement value, SampledMessage message)
    {
        bool isInteger = value.TryGetInt64(out _);
        _integers += isInteger ? 1 : 0;
        _decimals += isInteger ? 0 : 1;
        double number = value.GetDouble();
        _least = Math.Min(_least, number);
        if (number > _most)
        {
            (_most, _mostPlace) = (number, SampleProfiler.Place(message));
        }
    }

    private (DataType Type, string? Reason) Type()
    {
        int scalars = _integers + _decimals + _booleans + _texts;
        if (_objects > 0)
        {
            return (DataType.Json, "JSON — an object");
        }

        if (_hasNested)
        {
            return (DataType.Json, "JSON — the lists hold lists or objects");
        }

        if (_lists > 0 && _present - _nulls > _lists)
        {
            return (DataType.Json, $"JSON — {Share(_lists, _present - _nulls)} lists, the others single values");
        }

        if (scalars == 0)
        {
            return (DataType.String, _lists > 0 ? "Always an empty list" : "Always null");
        }

        if (_booleans == scalars)
        {
            return (DataType.Boolean, null);
        }

        if (_times == scalars)
        {
            return (DataType.Timestamp, "TIMESTAMP — every value is a time");
        }

        if (_times > 0 && _times == _texts && _integers == scalars - _texts && Span(1) is { } span)
        {
            return (DataType.Timestamp, $"TIMESTAMP — {Share(_integers, scalars)} milliseconds from {span}, the others written as times");
        }

        if (_texts + _booleans > 0)
        {
            return (DataType.String, _texts == scalars ? null : $"STRING — {Share(_integers + _decimals, scalars)} numbers, {Share(_booleans, scalars)} booleans, {Share(_texts, scalars)} texts");
        }

        if (_decimals > 0)
        {
            return (DataType.Double, null);
        }

        if (_least >= int.MinValue && _most <= int.MaxValue && TimeUnit() is null)
        {
            return (DataType.Int, null);
        }

        return (DataType.Long, TimeUnit() is { } unit ? unit : $"LONG — the largest value {Number(_most)} does not fit INT {_mostPlace}");
    }

    // Times and decimals differ by their nature.
    private string? Remark(int messages, DataType type) => _distinct.Count switch
    {
        1 when _present - _nulls > 1 => "Always the same value",
        var count when count == messages && messages >= LeastForAnId && (type is DataType.String or DataType.Int || (type == DataType.Long && TimeUnit() is null)) => "Looks like an id: every value is different",
        _ => null,
    };

    // A span of years that people live in, in the unit that gives one.
    private string? TimeUnit() => Units.Where(unit => Span(unit.Millis) is not null).Select(unit => $"A time in {unit.Unit}: {Span(unit.Millis)}{InSeconds(unit.Millis)}").FirstOrDefault();

    // The usual mistake, said before it is made.
    private string? InSeconds(double millis) =>
        millis < 1000 ? string.Create(CultureInfo.InvariantCulture, $"; in seconds it would be the year {Math.Floor(1970 + (_least * 1000 / MillisOfAYear)):#,0}") : null;

    private string? UnitOfTime() => Units.Where(unit => Span(unit.Millis) is not null).Select(unit => unit.Unit).FirstOrDefault();

    private string? Span(double millis) => _least * millis >= Earliest.ToUnixTimeMilliseconds() && _most * millis <= Latest.ToUnixTimeMilliseconds()
        ? $"{Date(_least * millis)} to {Date(_most * millis)}"
        : null;

    private static bool IsTime(string text) =>
        text.Length is >= 19 and <= 35 && text[4] == '-' && text[7] == '-' && text[10] is 'T' or ' '
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static string Date(double millis) => DateTimeOffset.FromUnixTimeMilliseconds((long)millis).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(double value) =>
        Math.Abs(value) < 1e15 && value == Math.Floor(value) ? value.ToString("0", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Share(int part, int whole) => $"{(100.0 * part / whole).ToString("0", CultureInfo.InvariantCulture)} %";

    // Long texts are told apart by their beginning, length and hash: they need not be kept.
    private static string Key(string text) => text.Length <= MaxExample ? text : $"{text[..MaxExample]}…{text.Length}…{string.GetHashCode(text, StringComparison.Ordinal)}";

    private static string Cut(string text) => text.Length <= MaxExample ? text : text[..MaxExample] + "…";
}
