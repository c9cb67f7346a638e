namespace Query.Records;

/// <summary>CASE: condition, value, …, else; only the value taken is computed.</summary>
internal sealed class CaseNode(RecordNode[] parts) : RecordNode
{
    public override void Evaluate(RecordFrame frame)
    {
        int taken = parts.Length - 1;
        for (int i = 0; i < parts.Length - 1; i += 2)
        {
            parts[i].Evaluate(frame);
            if (TruthNode.IsTrue(parts[i]))
            {
                taken = i + 1;
                break;
            }
        }

        parts[taken].Evaluate(frame);
        SetTo(parts[taken]);
    }
}
