namespace Ingestion;

/// <summary>A request to read on after a pause.</summary>
internal sealed record ResumeRequest(ResumeFrom From)
{
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
