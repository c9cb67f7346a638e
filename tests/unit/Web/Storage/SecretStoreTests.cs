using Web.Storage;

namespace UnitTests.Web.Storage;

public sealed class SecretStoreTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("millrace-secrets-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_secret_is_a_variable_of_the_environment_also_after_a_restart()
    {
        string reference = SecretStore.Open(_directory).Keep("pass\"word");
        string name = reference[2..^1];
        Environment.SetEnvironmentVariable(name, null);

        SecretStore.Open(_directory);

        Assert.True(SecretStore.IsReference(reference));
        Assert.Equal("pass\"word", Environment.GetEnvironmentVariable(name));
    }

    [Fact]
    public void Nobody_but_the_owner_may_read_the_file()
    {
        SecretStore.Open(_directory).Keep("x");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(Path.Combine(_directory, "secrets.json")));
    }

    [Fact]
    public void A_damaged_file_is_told_and_not_overwritten()
    {
        File.WriteAllText(Path.Combine(_directory, "secrets.json"), "{");

        Assert.Contains("secrets.json holds the passwords", Assert.Throws<IOException>(() => SecretStore.Open(_directory)).Message, StringComparison.Ordinal);
    }
}
