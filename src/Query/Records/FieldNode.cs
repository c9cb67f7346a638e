using System.Numerics;
using Query.Values;
using Query.Vectors;
using Segments.Schema;
using Vector = Query.Vectors.Vector;

namespace Query.Records;

/// <summary>A field of the message.</summary>
internal sealed class FieldNode(int input) : RecordNode
{
    private readonly Vector _vector = new();
    private int _stamp;

    public override void Evaluate(RecordFrame frame)
    {
        if (_stamp == frame.Stamp)
        {
            return;
        }

        _stamp = frame.Stamp;
        switch (frame[input])
        {
            case null:
                SetNull();
                break;
            case string text:
                SetText(SqlType.Text, Utf8Text.Encode(text, frame.Context.Arena));
                break;
            case int number:
                SetLong(SqlType.Int, number);
                break;
            case long number:
                SetLong(SqlType.Long, number);
                break;
            case bool flag:
                SetLong(SqlType.Boolean, flag ? 1 : 0);
                break;
            case double number:
                SetDouble(SqlType.Double, number);
                break;
            case float number:
                SetDouble(SqlType.Float, number);
                break;
            case RecordTimestamp moment:
                SetLong(SqlType.Timestamp, moment.Millis);
                break;
            case byte[] bytes:
                SetText(SqlType.Bytes, frame.Context.Arena.Add(bytes));
                break;
            case BigInteger number:
                SetText(SqlType.BigDecimal, Utf8Text.Encode(new BigDecimal(number, 0).ToString(), frame.Context.Arena));
                break;
            case RecordDecimal number:
                SetText(SqlType.BigDecimal, Utf8Text.Encode(new BigDecimal(number.Unscaled, number.Scale).ToString(), frame.Context.Arena));
                break;
            case IReadOnlyList<object?> list:
                SetList(list, frame);
                break;
            case IReadOnlyDictionary<string, object?> map:
                SetText(SqlType.Json, Utf8Text.Encode(RecordJson.Write(map), frame.Context.Arena));
                break;
            case { } other:
                throw QueryException.Failed($"a value of the type {other.GetType().Name} has no meaning in an expression");
        }
    }

    private void SetLong(SqlType type, long value)
    {
        _vector.Start(PhysicalType.Long, 1);
        _vector.Longs[0] = value;
        Set(type, _vector);
    }

    private void SetDouble(SqlType type, double value)
    {
        _vector.Start(PhysicalType.Double, 1);
        _vector.Doubles[0] = value;
        Set(type, _vector);
    }

    private void SetText(SqlType type, Segments.Columns.Utf8Slice value)
    {
        _vector.Start(PhysicalType.Bytes, 1);
        _vector.Texts[0] = value;
        Set(type, _vector);
    }

    private void SetList(IReadOnlyList<object?> list, RecordFrame frame)
    {
        _vector.StartLists(PhysicalType.Bytes, 1);
        _vector.Reserve(list.Count);
        for (int i = 0; i < list.Count; i++)
        {
            _vector.Texts[i] = Utf8Text.Encode(RecordJson.Write(list[i]), frame.Context.Arena);
        }

        _vector.Offsets[1] = list.Count;
        Set(SqlType.Json.ToArray(), _vector);
    }
}
