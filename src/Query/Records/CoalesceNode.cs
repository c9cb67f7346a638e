namespace Query.Records;

/// <summary>COALESCE: the first value that is there, whatever its type.</summary>
internal sealed class CoalesceNode(RecordNode[] values) : RecordNode
{
    public override void Evaluate(RecordFrame frame)
    {
        SetNull();
        for (int i = 0; i < values.Length && IsNull; i++)
        {
            values[i].Evaluate(frame);
            SetTo(values[i]);
        }
    }
}
