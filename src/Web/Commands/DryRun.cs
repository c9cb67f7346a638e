using System.CommandLine;

namespace Web.Commands;

/// <summary>Pinot's <c>-exec</c>: without it a verb only says what it would do.</summary>
internal static class DryRun
{
    public static Option<bool> AddTo(Command command)
    {
        Option<bool> exec = new("-exec") { Description = "do it; without -exec the command only prints what it would do" };
        command.Options.Add(exec);
        return exec;
    }

    /// <summary>Prints the command as it was understood.</summary>
    /// <returns>True if it is to be carried out.</returns>
    public static bool Announce(ParseResult parsed, Option<bool> exec, string command)
    {
        if (parsed.GetValue(exec))
        {
            Console.Out.WriteLine($"Executing command: {command} -exec");
            return true;
        }

        Console.Out.WriteLine($"Dry Running Command: {command}");
        Console.Out.WriteLine("Use the -exec option to actually execute the command.");
        return false;
    }
}
