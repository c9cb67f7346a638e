using Query.Expressions;
using Query.Values;
using Query.Vectors;
using Segments.Columns;
using Segments.Schema;

namespace Query.Functions;

/// <summary>Functions of multi-value columns and lists.</summary>
internal static class ArrayFunctions
{
    public static void Register(FunctionTable table)
    {
        table.Add("arraylength cardinality", ResolveLength);
        table.Add("arraymin", (arguments, site, position) => ResolveExtreme("arraymin", -1, arguments, site, position));
        table.Add("arraymax", (arguments, site, position) => ResolveExtreme("arraymax", 1, arguments, site, position));
        Signature doubles = new(SqlType.Double.ToArray());
        table.Rows("arraysum", SqlType.Double, doubles, row => row.Return(Sum(row.Doubles(0))));
        table.Rows("arrayaverage", SqlType.Double, doubles, row => row.Return(Sum(row.Doubles(0)) / row.Doubles(0).Length));
        table.Add("arraytostring", ResolveToText);
        table.Add("arrayvalueconstructor array", ResolveConstructor);
        table.Add("valuein", ResolveValueIn);
        RegisterTexts(table);
        RegisterInts(table);
    }

    private static void RegisterTexts(FunctionTable table)
    {
        Signature list = new(SqlType.Text.ToArray());
        Signature listAndText = new(SqlType.Text.ToArray(), SqlType.Text);
        table.Rows("arraycontainsstring", SqlType.Boolean, listAndText, row => row.Return(IndexOf(row) >= 0));
        table.Rows("arrayindexofstring", SqlType.Int, listAndText, row => row.Return((long)IndexOf(row)));
        table.Rows("arrayreversestring", SqlType.Text.ToArray(), list, row =>
        {
            for (int i = row.Slices(0).Length - 1; i >= 0; i--)
            {
                row.Add(row.Slices(0)[i]);
            }
        });
        table.Rows("arraysortstring", SqlType.Text.ToArray(), list, row =>
        {
            Utf8Slice[] sorted = row.Slices(0).ToArray();
            Array.Sort(sorted, (left, right) => Utf8Text.Compare(left.Span, right.Span));
            Array.ForEach(sorted, row.Add);
        });
        table.Rows("arrayelementatstring", SqlType.Text, new Signature(SqlType.Text.ToArray(), SqlType.Int), row =>
            row.Return(row.Int(1) >= 1 && row.Int(1) <= row.Slices(0).Length ? row.Slices(0)[row.Int(1) - 1] : default));
    }

    private static void RegisterInts(FunctionTable table)
    {
        Signature list = new(SqlType.Int.ToArray());
        Signature listAndInt = new(SqlType.Int.ToArray(), SqlType.Int);
        SqlType ints = SqlType.Int.ToArray();
        table.Rows("arraycontainsint", SqlType.Boolean, listAndInt, row => row.Return(row.Longs(0).Contains(row.Long(1))));
        table.Rows("arrayindexofint", SqlType.Int, listAndInt, row => row.Return((long)row.Longs(0).IndexOf(row.Long(1))));
        table.Rows("arrayreverseint", ints, list, row => AddAll(row, row.Longs(0).ToArray().Reverse()));
        table.Rows("arraysortint", ints, list, row => AddAll(row, row.Longs(0).ToArray().Order()));
        table.Rows("arraydistinctint", ints, list, row => AddAll(row, row.Longs(0).ToArray().Distinct()));
        table.Rows("arrayremoveint", ints, listAndInt, row => RemoveFirst(row));
        table.Rows("arrayunionint", ints, new Signature(ints, ints), row => AddAll(row, row.Longs(0).ToArray().Union(row.Longs(1).ToArray())));
        table.Rows("arrayconcatint", ints, new Signature(ints, ints), row => AddAll(row, row.Longs(0).ToArray().Concat(row.Longs(1).ToArray())));
        table.Rows("arrayelementatint", SqlType.Int, listAndInt, row =>
            row.Return(row.Int(1) >= 1 && row.Int(1) <= row.Longs(0).Length ? row.Longs(0)[row.Int(1) - 1] : 0));
        table.Rows("arraysumint arraysumlong", SqlType.Long, new Signature(SqlType.Long.ToArray()), row =>
        {
            long sum = 0;
            foreach (long value in row.Longs(0))
            {
                sum = unchecked(sum + value);
            }

            row.Return(sum);
        });
    }

    private static void AddAll(RowCall row, IEnumerable<long> values)
    {
        foreach (long value in values)
        {
            row.Add(value);
        }
    }

    private static void RemoveFirst(RowCall row)
    {
        int removed = row.Longs(0).IndexOf(row.Long(1));
        AddAll(row, row.Longs(0).ToArray().Where((_, i) => i != removed));
    }

    private static int IndexOf(RowCall row)
    {
        ReadOnlySpan<Utf8Slice> slices = row.Slices(0);
        for (int i = 0; i < slices.Length; i++)
        {
            if (slices[i].Span.SequenceEqual(row.Bytes(1)))
            {
                return i;
            }
        }

        return -1;
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }

    private static SqlType ListType(string name, IReadOnlyList<BoundExpression> arguments, CallSite site, int? position) =>
        arguments.Count > 0 && arguments[0].Type.IsArray
            ? arguments[0].Type
            : throw Signature.Refuse(site, $"argument 1 of {name} must be a multi-value column", position);

    private static ScalarFunction ResolveLength(IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        SqlType list = ListType("arraylength", arguments, site, position);
        return new Signature(list).Bind(
            "arraylength",
            SqlType.Int,
            (values, result, _) =>
            {
                for (int row = 0; row < result.Length; row++)
                {
                    result.Longs[row] = values[0].EntryEnd(row) - values[0].EntryStart(row);
                }
            },
            arguments,
            site,
            position);
    }

    private static ScalarFunction ResolveExtreme(string name, int sign, IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        SqlType list = ListType(name, arguments, site, position);
        return new Signature(list).Bind(name, list.Element, Evaluate, arguments, site, position);

        void Evaluate(Vector[] values, Vector result, VectorContext context)
        {
            Vector entries = context.Rent();
            ListForms.CopyEntries(values[0], entries);
            for (int row = 0; row < result.Length; row++)
            {
                int best = values[0].EntryStart(row);
                for (int i = best + 1; i < values[0].EntryEnd(row); i++)
                {
                    best = Compare(entries, i, best) * sign > 0 ? i : best;
                }

                CopyEntry(entries, best, values[0].EntryEnd(row) > values[0].EntryStart(row), result, row);
            }

            context.Return(entries);
        }

        int Compare(Vector entries, int left, int right) => list.Physical switch
        {
            PhysicalType.Long => entries.Longs[left].CompareTo(entries.Longs[right]),
            PhysicalType.Double => entries.Doubles[left].CompareTo(entries.Doubles[right]),
            _ => Utf8Text.Compare(entries.Texts[left].Span, entries.Texts[right].Span),
        };
    }

    private static void CopyEntry(Vector entries, int place, bool exists, Vector result, int row)
    {
        switch (result.Form)
        {
            case PhysicalType.Long:
                result.Longs[row] = exists ? entries.Longs[place] : 0;
                break;
            case PhysicalType.Double:
                result.Doubles[row] = exists ? entries.Doubles[place] : 0;
                break;
            default:
                result.Texts[row] = exists ? entries.Texts[place] : default;
                break;
        }

        if (!exists)
        {
            result.SetNull(row);
        }
    }

    private static ScalarFunction ResolveToText(IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        Signature signature = new(SqlType.Text.ToArray(), SqlType.Text, SqlType.Text) { Optional = 1 };
        return signature.Bind(
            "arraytostring",
            SqlType.Text,
            (values, result, context) => RowCall.Run(
                row => row.Return(string.Join(row.Text(1), row.Slices(0).ToArray().Select(slice => Utf8Text.Decode(slice)).Select(text => row.Count > 2 && text == "null" ? row.Text(2) : text))),
                values,
                result,
                context),
            arguments,
            site,
            position);
    }

    private static ScalarFunction ResolveConstructor(IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        SqlType element = ConditionalFunctions.TryWiden(arguments.Select(argument => argument.Type), out SqlType widest) ? widest : SqlType.Text;
        return new Signature(element) { Repeats = true, Optional = 1 }.Bind("array", element.ToArray(), Evaluate, arguments, site, position);

        void Evaluate(Vector[] values, Vector result, VectorContext context) => RowCall.Run(
            row =>
            {
                for (int i = 0; i < row.Count; i++)
                {
                    switch (element.Physical)
                    {
                        case PhysicalType.Long:
                            row.Add(row.Long(i));
                            break;
                        case PhysicalType.Double:
                            row.Add(row.Double(i));
                            break;
                        default:
                            row.Add(row.Slice(i));
                            break;
                    }
                }
            },
            values,
            result,
            context);
    }

    private static ScalarFunction ResolveValueIn(IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        SqlType list = ListType("valuein", arguments, site, position);
        Signature signature = new(list, list.Element) { Repeats = true };
        return signature.Bind("valuein", list, (values, result, context) => RowCall.Run(row => KeepListed(row, list.Physical), values, result, context), arguments, site, position);
    }

    private static void KeepListed(RowCall row, PhysicalType form)
    {
        switch (form)
        {
            case PhysicalType.Long:
                AddAll(row, row.Longs(0).ToArray().Where(value => Enumerable.Range(1, row.Count - 1).Any(i => row.Long(i) == value)));
                break;
            case PhysicalType.Double:
                foreach (double value in row.Doubles(0).ToArray().Where(value => Enumerable.Range(1, row.Count - 1).Any(i => row.Double(i) == value)))
                {
                    row.Add(value);
                }

                break;
            default:
                foreach (Utf8Slice value in row.Slices(0).ToArray().Where(value => Enumerable.Range(1, row.Count - 1).Any(i => row.Bytes(i).SequenceEqual(value.Span))))
                {
                    row.Add(value);
                }

                break;
        }
    }
}
