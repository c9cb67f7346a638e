using System.Buffers;
using System.Globalization;
using Query.Expressions;
using Query.Values.Times;
using Query.Vectors;

namespace Query.Functions;

/// <summary>Clock, epochs, date text, date arithmetic.</summary>
internal static class DateTimeFunctions
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("+-.0123456789");
    private static readonly Signature OneLong = new(SqlType.Long);

    public static void Register(FunctionTable table)
    {
        table.Rows("now", SqlType.Long, new Signature(), row => row.Return(row.Context.Now));
        table.Rows("ago", SqlType.Long, new Signature(SqlType.Text), row => row.Return(row.Context.Now - Duration(row.Text(0))));
        RegisterEpochs(table);
        RegisterTexts(table);
        RegisterArithmetic(table);
        table.Rows("totimestamp", SqlType.Timestamp, OneLong, row => row.Return(row.Long(0)));
        table.Rows("fromtimestamp", SqlType.Long, OneLong, row => row.Return(row.Long(0)));
        table.Rows("toiso8601", SqlType.Text, OneLong, row => row.Return(IsoText.Format(row.Long(0))));
        table.Rows("fromiso8601", SqlType.Long, new Signature(SqlType.Text), row => row.Return(
            IsoText.TryParse(row.Text(0), out long millis) ? millis : throw QueryException.Failed($"'{row.Text(0)}' is no ISO 8601 time, such as 2024-02-29T12:34:56Z")));
        table.Rows("timezonehour", SqlType.Int, new Signature(SqlType.Text, SqlType.Long) { Optional = 1 }, row => row.Return(ZoneOffset(row) / 3_600_000));
        table.Rows("timezoneminute", SqlType.Int, new Signature(SqlType.Text, SqlType.Long) { Optional = 1 }, row => row.Return(ZoneOffset(row) / 60_000 % 60));
    }

    private static void RegisterEpochs(FunctionTable table)
    {
        foreach ((string name, long length) in ((string, long)[])[("seconds", 1000), ("minutes", 60_000), ("hours", 3_600_000), ("days", 86_400_000)])
        {
            RegisterEpoch(table, "toepoch" + name, (value, _) => value / length);
            RegisterEpoch(table, "fromepoch" + name, (value, _) => unchecked(value * length));
            RegisterEpochBucket(table, $"toepoch{name}rounded", (value, size) => value / length / size * size);
            RegisterEpochBucket(table, $"toepoch{name}bucket", (value, size) => value / length / size);
            RegisterEpochBucket(table, $"fromepoch{name}bucket", (value, size) => unchecked(value * length * size));
        }

        RegisterEpochBucket(table, "round", (value, size) => value / size * size);
    }

    private static void RegisterEpoch(FunctionTable table, string name, Func<long, long, long> convert) =>
        table.VectorsAndLists(name, SqlType.Long, OneLong, 0, (arguments, result, _) =>
        {
            ReadOnlySpan<long> source = arguments[0].Longs;
            for (int row = 0; row < result.Length; row++)
            {
                result.Longs[row] = convert(source[row & arguments[0].IndexMask], 1);
            }
        });

    private static void RegisterEpochBucket(FunctionTable table, string name, Func<long, long, long> convert) =>
        table.VectorsAndLists(name, SqlType.Long, new Signature(SqlType.Long, SqlType.Long), 0, (arguments, result, _) =>
        {
            for (int row = 0; row < result.Length; row++)
            {
                long size = arguments[1].Longs[row & arguments[1].IndexMask];
                result.Longs[row] = size != 0
                    ? convert(arguments[0].Longs[row & arguments[0].IndexMask], size)
                    : throw QueryException.Failed($"the bucket of {name} must not be 0");
            }
        });

    private static void RegisterTexts(FunctionTable table)
    {
        foreach (bool isList in (bool[])[false, true])
        {
            string suffix = isList ? "mv" : "";
            table.Add("todatetime" + suffix, (arguments, site, position) =>
            {
                JodaPattern pattern = Literals.Pattern(Literals.Text(arguments, 1, "the pattern of toDateTime", site, position), site, position);
                TimeZoneRules zone = Literals.Zone(arguments, 2, "toDateTime", site, position);
                return BindText("todatetime" + suffix, isList, SqlType.Long, SqlType.Text, row => row.Return(pattern.Format(row.Long(0), zone)), 1, arguments, site, position);
            });
            table.Add("fromdatetime" + suffix, (arguments, site, position) =>
            {
                string written = Literals.Text(arguments, 1, "the pattern of fromDateTime", site, position);
                JodaPattern pattern = Literals.Pattern(written, site, position);
                TimeZoneRules zone = Literals.Zone(arguments, 2, "fromDateTime", site, position);
                return BindText("fromdatetime" + suffix, isList, SqlType.Text, SqlType.Long, row => FromText(row, pattern, written, zone), 2, arguments, site, position);
            });
        }
    }

    private static void FromText(RowCall row, JodaPattern pattern, string written, TimeZoneRules zone) => row.Return(
        row.IsNull(0) ? 0
        : pattern.TryParse(row.Text(0), zone, out long millis) ? millis
        : row.Count == 4 ? row.Long(3)
        : throw QueryException.Failed($"'{row.Text(0)}' is no date of the pattern '{written}' in {zone.Id}; a fourth argument gives a default"));

    private static ScalarFunction BindText(
        string name, bool isList, SqlType parameter, SqlType result, RowFunction function, int optional, IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        VectorFunction evaluate = (values, vector, context) => RowCall.Run(function, values, vector, context);
        SqlType[] parameters = [isList ? parameter.ToArray() : parameter, SqlType.Text, SqlType.Text, SqlType.Long];
        Signature signature = new(parameters[..(2 + optional)]) { Optional = optional };
        string described = $"{name} {string.Join('|', arguments.Skip(1).OfType<BoundLiteral>().Where(literal => literal.Type == SqlType.Text).Select(literal => literal.Text))}";
        return isList
            ? signature.Bind(described, result.ToArray(), ListForms.EntryByEntry(0, result.Physical, evaluate), arguments, site, position)
            : signature.Bind(described, result, evaluate, arguments, site, position);
    }

    private static void RegisterArithmetic(FunctionTable table)
    {
        table.Add("timestampadd dateadd", (arguments, site, position) => ResolveUnit("dateadd", arguments, site, position, Add));
        table.Add("timestampdiff datediff", (arguments, site, position) => ResolveUnit("datediff", arguments, site, position, (unit, from, to) => unit.Between(from, to)));
    }

    private static long Add(DateUnit unit, long count, long millis)
    {
        try
        {
            return unit.Add(millis, count);
        }
        catch (OverflowException)
        {
            throw QueryException.Failed($"{count} times {unit} added to {millis} is beyond the times there are");
        }
    }

    private static ScalarFunction ResolveUnit(
        string name, IReadOnlyList<BoundExpression> arguments, CallSite site, int? position, Func<DateUnit, long, long, long> compute)
    {
        string written = Literals.Text(arguments, 0, $"the unit of {name}", site, position);
        if (!DateUnits.TryParse(written, out DateUnit unit))
        {
            throw Signature.Refuse(site, $"'{written}' is no unit; there are MILLISECOND, SECOND, MINUTE, HOUR, DAY, WEEK, MONTH, QUARTER and YEAR", position);
        }

        return new Signature(SqlType.Text, SqlType.Long, SqlType.Long).Bind(
            $"{name} {unit}",
            SqlType.Long,
            (values, result, context) => RowCall.Run(row => row.Return(compute(unit, row.Long(1), row.Long(2))), values, result, context),
            arguments,
            site,
            position);
    }

    private static long ZoneOffset(RowCall row) => TimeZoneRules.TryFind(row.Text(0), out TimeZoneRules? zone)
        ? zone.OffsetAt(row.Count > 1 ? row.Long(1) : row.Context.Now)
        : throw QueryException.Failed($"'{row.Text(0)}' is no time zone");

    // Java's Duration: PnDTnHnMn.nS, signs allowed.
    private static long Duration(string text)
    {
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        bool negative = rest.StartsWith("-");
        rest = rest.TrimStart("+-");
        double millis = 0;
        bool inTime = false;
        bool any = false;
        if (rest.IsEmpty || rest[0] is not ('P' or 'p'))
        {
            throw NoDuration(text);
        }

        rest = rest[1..];
        while (!rest.IsEmpty)
        {
            if (rest[0] is 'T' or 't' && !inTime)
            {
                inTime = true;
                rest = rest[1..];
                continue;
            }

            int unitAt = rest.IndexOfAnyExcept(NumberCharacters);
            double length = unitAt <= 0 ? 0 : (char.ToUpperInvariant(rest[unitAt]), inTime) switch
            {
                ('D', false) => 86_400_000,
                ('H', true) => 3_600_000,
                ('M', true) => 60_000,
                ('S', true) => 1000,
                _ => 0,
            };
            if (length == 0 || !double.TryParse(rest[..unitAt], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count))
            {
                throw NoDuration(text);
            }

            millis += count * length;
            any = true;
            rest = rest[(unitAt + 1)..];
        }

        return any ? (long)(negative ? -millis : millis) : throw NoDuration(text);
    }

    private static QueryException NoDuration(string text) => QueryException.Failed($"'{text}' is no duration; write it as PT1H, P1D or PT30M");
}
