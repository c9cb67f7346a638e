using System.Security.Cryptography;
using System.Text.Json;

namespace Web.Storage;

/// <summary>
/// Keeps what must be in no config: passwords and logins typed into the console. A config names one as it names a variable of the
/// environment, <c>${MILLRACE_SECRET_…}</c>, and so it is resolved: the store adds its own to those that the process was started with.
/// </summary>
/// <remarks>One file of the data folder that nobody but its owner may read. Safe for any number of threads.</remarks>
internal sealed class SecretStore
{
    private const string Prefix = "MILLRACE_SECRET_";
    private const string NameLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int NameLength = 12;

    private readonly Lock _writing = new();
    private readonly string _path;
    private readonly Dictionary<string, string> _values;

    private SecretStore(string path, Dictionary<string, string> values) => (_path, _values) = (path, values);

    /// <summary>Reads the secrets of a data folder and makes them known to configs.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SecretStore Open(string dataDirectory)
    {
        string path = Path.Combine(dataDirectory, "secrets.json");
        Dictionary<string, string> values = File.Exists(path) ? Read(path) : [];
        foreach ((string name, string value) in values)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        return new SecretStore(path, values);
    }

    /// <summary>Asked before a secret is kept, with its name; may refuse by throwing. Writes down that it is, too.</summary>
    public Action<string>? Keeping { get; set; }

    /// <summary>True if a value of a config stands for one of the secrets.</summary>
    public static bool IsReference(string? value) => value is not null && value.StartsWith("${" + Prefix, StringComparison.Ordinal);

    /// <summary>Keeps a value.</summary>
    /// <returns>What a config is to hold in its place.</returns>
    /// <exception cref="ConsoleStorageException">It cannot be written.</exception>
    public string Keep(string value)
    {
        string name = Prefix + RandomNumberGenerator.GetString(NameLetters, NameLength);
        Keeping?.Invoke(name);
        lock (_writing)
        {
            Dictionary<string, string> next = new(_values, StringComparer.Ordinal) { [name] = value };
            Write(next);
            _values[name] = value;
            Environment.SetEnvironmentVariable(name, value);
        }

        return $"${{{name}}}";
    }

    private static Dictionary<string, string> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path)) ?? [];
        }
        catch (JsonException exception)
        {
            throw new IOException($"{path} holds the passwords of connections and cannot be read: {exception.Message} Restore it, or move it away and type them anew.", exception);
        }
    }

    // Content first, then the name: a crash leaves the old secrets or the new ones.
    private void Write(Dictionary<string, string> values)
    {
        string temporary = _path + ".tmp";
        try
        {
            File.Delete(temporary);
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (FileStream file = new(temporary, options))
            {
                JsonSerializer.Serialize(file, values);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConsoleStorageException($"The secret cannot be kept in {_path}: {exception.Message}", exception);
        }
    }
}
