namespace UnitTests.Segments.Fakes;

/// <summary>An empty directory for one test, removed afterwards.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("millrace-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
