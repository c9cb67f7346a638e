using System.Diagnostics;

namespace Benchmarks.Generation;

/// <summary>Benchmark rows as JSON, one after the other; the same kind and seed always give the same bytes.</summary>
/// <remarks>
/// Time starts at 2026-01-01T00:00:00Z and advances 1 ms (events, guide) or 20 ms (clicks) a row, with a little disorder.
/// The order in which a row draws its random numbers is part of the data: a changed order is a different benchmark.
/// One thread at a time.
/// </remarks>
internal sealed class RowGenerator(RowKind kind, uint seed = RowGenerator.DefaultSeed)
{
    /// <summary>Room that is enough for any row.</summary>
    public const int MaxRowBytes = 512;

    public const uint DefaultSeed = 1;

    private const long StartMillis = 1767225600000;

    private SplitMix32 _random = new(seed);
    private long _row;

    private static ReadOnlySpan<byte> Device(uint index) => index switch
    {
        0 => "mobile"u8,
        1 => "desktop"u8,
        2 => "tablet"u8,
        3 => "tv"u8,
        _ => "console"u8,
    };

    private static ReadOnlySpan<byte> Browser(uint index) => index switch
    {
        0 => "chrome"u8,
        1 => "safari"u8,
        2 => "firefox"u8,
        3 => "edge"u8,
        4 => "opera"u8,
        5 => "samsung"u8,
        6 => "webview"u8,
        7 => "brave"u8,
        8 => "vivaldi"u8,
        9 => "arc"u8,
        10 => "curl"u8,
        _ => "other"u8,
    };

    private static ReadOnlySpan<short> Statuses => [200, 200, 200, 200, 204, 301, 304, 404, 429, 500];

    /// <summary>Writes the next row, without a line end.</summary>
    /// <param name="target">At least <see cref="MaxRowBytes"/> long.</param>
    /// <returns>Bytes written.</returns>
    public int Next(Span<byte> target)
    {
        RowWriter writer = new(target);
        switch (kind)
        {
            case RowKind.Events:
                WriteEvent(ref writer);
                break;
            case RowKind.Clicks:
                WriteClick(ref writer);
                break;
            case RowKind.Guide:
                WriteGuide(ref writer);
                break;
            default:
                throw new UnreachableException($"no rows of kind {kind}");
        }

        _row++;
        return writer.Length;
    }

    private void WriteEvent(ref RowWriter writer)
    {
        writer.Text("{\"name\":\"user"u8);
        writer.Number(_random.Skewed(1000));
        writer.Text("\",\"count\":"u8);
        writer.Number(_random.Below(1000));
        writer.Text(",\"ts\":"u8);
        writer.Number(StartMillis + _row - _random.Below(50));
        writer.Text("}"u8);
    }

    private void WriteClick(ref RowWriter writer)
    {
        uint country = _random.Skewed(60);
        uint city = (country * 40) + _random.Skewed(40);
        Span<uint> tags = stackalloc uint[3];
        tags = tags[..(int)(_random.Below(3) + 1)];
        foreach (ref uint tag in tags)
        {
            tag = _random.Skewed(50);
        }

        uint? campaign = _random.Below(10) < 3 ? null : _random.Below(200);
        uint page = _random.Skewed(20000);

        writer.Text("{\"ts\":"u8);
        writer.Number(StartMillis + (_row * 20) - _random.Below(2000));
        writer.Text(",\"user_id\":"u8);
        writer.Number(_random.Skewed(1000000));
        WriteSession(ref writer);
        writer.Text(",\"country\":\"country"u8);
        writer.Number(country);
        writer.Text("\",\"city\":\"city"u8);
        writer.Number(city);
        writer.Text("\",\"device\":\""u8);
        writer.Text(Device(_random.Skewed(5)));
        writer.Text("\",\"browser\":\""u8);
        writer.Text(Browser(_random.Skewed(12)));
        WriteUrl(ref writer, page);
        WriteMeasures(ref writer);
        WriteTags(ref writer, tags);
        writer.Text("],\"is_bot\":"u8);
        writer.Text(_random.Below(20) == 0 ? "true"u8 : "false"u8);
        WriteCampaign(ref writer, campaign);
        writer.Text(",\"price\":"u8);
        writer.Hundredths(_random.Below(1000000));
        writer.Text("}"u8);
    }

    private void WriteSession(ref RowWriter writer)
    {
        writer.Text(",\"session\":\""u8);
        writer.Hex(_random.Next(), 8);
        writer.Text("-"u8);
        writer.Hex(_random.Next(), 8);
        writer.Text("-"u8);
        writer.Hex(_random.Next(), 8);
        writer.Text("\""u8);
    }

    private void WriteUrl(ref RowWriter writer, uint page)
    {
        writer.Text("\",\"url\":\"https://shop.example.com/catalogue/section"u8);
        writer.Number(page % 97);
        writer.Text("/product"u8);
        writer.Number(page);
        writer.Text("/details?view=full&item="u8);
        writer.Number(page * 7919);
        writer.Text("\",\"referrer\":\"https://partner"u8);
        writer.Number(_random.Skewed(500));
        writer.Text(".example.org/landing\""u8);
    }

    private void WriteMeasures(ref RowWriter writer)
    {
        writer.Text(",\"status\":"u8);
        writer.Number(Statuses[(int)_random.Below(10)]);
        writer.Text(",\"bytes\":"u8);
        writer.Number(_random.Below(200000));
        writer.Text(",\"latency_ms\":"u8);
        writer.Hundredths(_random.Below(100000));
    }

    private static void WriteTags(ref RowWriter writer, scoped ReadOnlySpan<uint> tags)
    {
        writer.Text(",\"tags\":["u8);
        for (int i = 0; i < tags.Length; i++)
        {
            writer.Text(i == 0 ? "\"tag"u8 : ",\"tag"u8);
            writer.Number(tags[i]);
            writer.Text("\""u8);
        }
    }

    private static void WriteCampaign(ref RowWriter writer, uint? campaign)
    {
        writer.Text(",\"campaign\":"u8);
        if (campaign is { } number)
        {
            writer.Number(number);
        }
        else
        {
            writer.Text("null"u8);
        }
    }

    private void WriteGuide(ref RowWriter writer)
    {
        (uint a, uint b, uint c, uint d) = (_random.Next(), _random.Next(), _random.Next(), _random.Next());
        writer.Text("{\"ts\": "u8);
        if (_row % 16 == 15)
        {
            writer.Text("\""u8);
            writer.Time(StartMillis + _row);
            writer.Text("\""u8);
        }
        else
        {
            writer.Number(StartMillis + _row);
        }

        writer.Text(", \"uuid\": \""u8);
        writer.Hex(a, 8);
        writer.Text("-"u8);
        writer.Hex(b >> 16, 4);
        writer.Text("-4"u8);
        writer.Hex(b, 3);
        writer.Text("-a"u8);
        writer.Hex(c >> 20, 3);
        writer.Text("-"u8);
        writer.Hex(c, 5);
        writer.Hex(d, 7);
        writer.Text("\", \"count\": "u8);
        writer.Number(_random.Below(1001));
        writer.Text("}"u8);
    }
}
