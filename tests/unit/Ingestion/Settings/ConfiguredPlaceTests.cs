using Ingestion.Settings;
using UnitTests.Ingestion.Registry;

namespace UnitTests.Ingestion.Settings;

public sealed class ConfiguredPlaceTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_file_is_read_whole_up_to_the_limit()
    {
        using (FileStream file = File.OpenWrite(_file))
        {
            file.SetLength(ConfiguredPlace.MaxBytes);
        }

        Assert.Equal(ConfiguredPlace.MaxBytes, ConfiguredPlace.Read(_file, CancellationToken.None).Length);
        File.AppendAllText(_file, "x");
        Assert.Equal("is larger than 16 MB, which is the most that is read", Assert.ThrowsAny<IOException>(() => ConfiguredPlace.Read(new Uri(_file).AbsoluteUri, CancellationToken.None)).Message);
    }

    [Fact]
    public void A_file_that_tells_no_length_is_not_read_for_ever() => Assert.Contains(
        "larger than 16 MB", Assert.ThrowsAny<IOException>(() => ConfiguredPlace.ReadFile("/dev/zero")).Message, StringComparison.Ordinal);

    [Fact]
    public void An_answer_is_read_up_to_the_limit()
    {
        using FakeRegistry server = new();
        server.Put("/big", new string('x', ConfiguredPlace.MaxBytes + 1));
        server.Put("/small", "xy");

        Assert.Equal("xy"u8.ToArray(), ConfiguredPlace.Read($"{server.Address}/small", CancellationToken.None));
        Assert.Contains("larger than 16 MB", Assert.ThrowsAny<IOException>(() => ConfiguredPlace.Read($"{server.Address}/big", CancellationToken.None)).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read: ", Assert.ThrowsAny<IOException>(() => ConfiguredPlace.Read($"{server.Address}/none", CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://ann:se@cret@host/a", "http://host/a")]
    [InlineData("http://host/a@b", "http://host/a@b")]
    [InlineData("/path/of/a@file", "/path/of/a@file")]
    public void Logins_are_not_shown(string place, string shown) => Assert.Equal(shown, ConfiguredPlace.Shown(place));

    [Fact]
    public void What_is_shown_is_short() => Assert.Equal(201, ConfiguredPlace.Shown(new string('x', 100_000)).Length);
}
