using System.Text;
using System.Text.Unicode;
using Ingestion.Decoding;
using Segments.Rows;
using Segments.Schema;

namespace Ingestion.Avro;

/// <summary>Reads messages of one writer's schema straight into rows of one table's schema. One thread at a time.</summary>
internal sealed class AvroRowReader(AvroWriter writer, TableSchema schema, RecordConverter converter)
{
    private readonly AvroStep[] _steps = [.. writer.Record.Fields.Select(field => AvroStep.Of(field, schema))];

    /// <summary>Fills the row, which is clear, from a record. Bytes behind it are ignored, as Pinot does.</summary>
    /// <returns>What is wrong with the message, or null.</returns>
    public string? Read(ReadOnlySpan<byte> body, RowBuffer row)
    {
        AvroCursor cursor = new(body);
        string? misfit = null;
        cursor.Enter();
        foreach (AvroStep step in _steps)
        {
            if (step.NullBranch < 0 || cursor.Choice(2, "branch") != step.NullBranch)
            {
                misfit = Move(step, ref cursor, row) ?? misfit;
            }

            if (cursor.IsBroken)
            {
                cursor.FailedIn(step.Name);
                return $"the message is no Avro record '{writer.Name}': {cursor.Fault}";
            }
        }

        return misfit;
    }

    private string? Move(AvroStep step, ref AvroCursor cursor, RowBuffer row)
    {
        switch (step.Move)
        {
            case AvroMove.Skip:
                AvroValues.Skip(step.Type, ref cursor);
                break;
            case AvroMove.Int:
                row.SetLong(step.Column, cursor.Int());
                break;
            case AvroMove.Long:
                row.SetLong(step.Column, cursor.Long());
                break;
            case AvroMove.LongToInt:
                row.SetLong(step.Column, unchecked((int)cursor.Long()));
                break;
            case AvroMove.IntToDouble:
                row.SetDouble(step.Column, cursor.Int());
                break;
            case AvroMove.LongToDouble:
                row.SetDouble(step.Column, cursor.Long());
                break;
            case AvroMove.Float:
                SetDouble(row, step.Column, cursor.Float());
                break;
            case AvroMove.Double:
                SetDouble(row, step.Column, cursor.Double());
                break;
            case AvroMove.DoubleToFloat:
                SetDouble(row, step.Column, (float)cursor.Double());
                break;
            case AvroMove.Boolean:
                row.SetLong(step.Column, cursor.Boolean() ? 1 : 0);
                break;
            case AvroMove.Text:
                return SetText(step, cursor.Block(), row);
            case AvroMove.Symbol:
                row.SetBytes(step.Column, step.Symbols[cursor.Choice(step.Symbols.Length, "symbol")]);
                break;
            case AvroMove.Bytes:
                return SetBytes(step, step.Type.Kind == AvroKind.Bytes ? cursor.Block() : cursor.Take(step.Type.Size), row);
            default:
                object? value = AvroValues.Read(step.Type, ref cursor);
                return cursor.IsBroken ? null : converter.Set(row, step.Column, value);
        }

        return null;
    }

    private static void SetDouble(RowBuffer row, int column, double value)
    {
        if (!double.IsNaN(value))
        {
            row.SetDouble(column, value + 0.0); // the sum turns -0.0 into 0.0
        }
    }

    private string? SetText(AvroStep step, ReadOnlySpan<byte> text, RowBuffer row)
    {
        if (text.Length > step.MaxLength || text.Contains((byte)0) || !Utf8.IsValid(text))
        {
            return converter.Set(row, step.Column, Encoding.UTF8.GetString(text));
        }

        row.SetBytes(step.Column, text);
        return null;
    }

    private string? SetBytes(AvroStep step, ReadOnlySpan<byte> bytes, RowBuffer row)
    {
        if (bytes.Length > step.MaxLength)
        {
            return converter.Set(row, step.Column, bytes.ToArray());
        }

        row.SetBytes(step.Column, bytes);
        return null;
    }
}
