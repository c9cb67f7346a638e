using System.Diagnostics;
using System.Security.Cryptography;
using Benchmarks.Generation;

namespace UnitTests.Benchmarks.Generation;

public sealed class RowGeneratorTests
{
    private const string FirstEvents = """
        {"name":"user934","count":291,"ts":1767225599968}
        {"name":"user5","count":292,"ts":1767225599965}
        {"name":"user15","count":50,"ts":1767225599966}

        """;

    private const string FirstClick = """
        {"ts":1767225598323,"user_id":78457,"session":"7cc26958-838b7fc2-30319d29","country":"country56","city":"city2248","device":"tv","browser":"edge","url":"https://shop.example.com/catalogue/section51/product8587/details?view=full&item=68000453","referrer":"https://partner163.example.org/landing","status":200,"bytes":47143,"latency_ms":321.65,"tags":["tag0"],"is_bot":false,"campaign":null,"price":639.67}

        """;

    private const string FirstGuide = """
        {"ts": 1767225600000, "uuid": "f77782fb-770e-4e9b-aed2-43d8038ea582", "count": 676}

        """;

    [Theory]
    [InlineData(nameof(RowKind.Events), 3, FirstEvents)]
    [InlineData(nameof(RowKind.Clicks), 1, FirstClick)]
    [InlineData(nameof(RowKind.Guide), 1, FirstGuide)]
    public void The_first_rows_read_as_they_always_did(string kind, int rows, string expected) =>
        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(Rows(kind, rows)));

    // The hashes are those of the original generator's output, a program in another language.
    [Theory]
    [InlineData(nameof(RowKind.Events), 20_000, 1, "fd004ed69089ace2ba4aaefce9961a261195cb9b7bef96b94cf9316b3a75a64e")]
    [InlineData(nameof(RowKind.Events), 200_000, 1, "25fcfca6a7c945208393f12c449574da314c5248a7543ac94c68f1785bfc65e0")]
    [InlineData(nameof(RowKind.Events), 1_000, 7, "ba182a95b8aea6eab20d370f54208bf012119a54d16a6ee4e6fb8b3a6f011ad9")]
    [InlineData(nameof(RowKind.Clicks), 20_000, 1, "b918064066c441db8142ea4d9a8f68f0bd73b97feb956d2dc14efa6c23a7ea47")]
    [InlineData(nameof(RowKind.Clicks), 200_000, 1, "048c4d041216dfdbcbf9edf4277ff12d8c28ddaac4aa3751f3bb9197d0f31b9d")]
    [InlineData(nameof(RowKind.Clicks), 1_000, 7, "e4242fa2c8731e238f04e3f499d7a4c74c2c1475fb0b94bfdcf343cbb56ef329")]
    [InlineData(nameof(RowKind.Guide), 20_000, 1, "38a80e903c70f84f4d0334a9f47434f7d4987a0684cce7163124a224387c8b51")]
    [InlineData(nameof(RowKind.Guide), 200_000, 1, "c0ec2641bc9abec72da70f8204608152b09d17f0c6ae6f76a99c571adb5dbaf6")]
    [InlineData(nameof(RowKind.Guide), 1_000, 7, "4e8b462fa0b9c7262bfedf99b60b8fda0bc1c444c379342b9528d923fd800a85")]
    public void Rows_have_the_recorded_hash(string kind, int rows, int seed, string sha256) =>
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(Rows(kind, rows, (uint)seed))));

    [Theory]
    [InlineData(nameof(RowKind.Events))]
    [InlineData(nameof(RowKind.Clicks))]
    [InlineData(nameof(RowKind.Guide))]
    public void Rows_are_byte_for_byte_those_of_the_original_generator(string kind)
    {
        string script = Path.Combine(Repository.Root, "..", "shared", "bench", "generate.mjs");
        Assert.SkipUnless(File.Exists(script), $"the original generator is not at {script}");
        Assert.SkipUnless(IsOnPath("node"), "the original generator needs node, which is not on the PATH");

        byte[] original = Output("node", script, kind.ToLowerInvariant(), "20000", "3");

        Assert.Equal(original, Rows(kind, 20_000, seed: 3));
    }

    [Fact]
    public void A_file_of_rows_holds_one_row_a_line()
    {
        byte[] rows = Rows(nameof(RowKind.Clicks), 40_000);

        Assert.Equal(40_000, rows.Count(b => b == (byte)'\n'));
        Assert.Equal((byte)'\n', rows[^1]);
    }

    private static byte[] Rows(string kind, int rows, uint seed = RowGenerator.DefaultSeed)
    {
        using MemoryStream stream = new();
        RowFile.Write(stream, new RowGenerator(Enum.Parse<RowKind>(kind), seed), rows, TestContext.Current.CancellationToken);
        return stream.ToArray();
    }

    private static bool IsOnPath(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static byte[] Output(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        using MemoryStream output = new();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
