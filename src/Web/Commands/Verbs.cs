using System.CommandLine;
using System.CommandLine.Help;
using Segments.Tables;
using Web.Hosting;

namespace Web.Commands;

/// <summary>The verbs of the program, in the words of Pinot's admin tool where it has them.</summary>
internal static class Verbs
{
    /// <summary>Runs the verb that the arguments name; without one, prints the list.</summary>
    /// <returns>The exit code: 0, or 1 if the verb failed.</returns>
    public static async Task<int> RunAsync(string[] args, Func<IReadOnlyDictionary<string, string?>, Task<int>> startServer)
    {
        Command root = new("millrace", "SQL over Kafka topics.")
        {
            StartServerVerb.Create(startServer),
            AddTableVerb.Create(),
            AddSchemaVerb.Create(),
            DeleteVerbs.CreateDeleteTable(),
            DeleteVerbs.CreateDeleteSchema(),
            ChangeTableStateVerb.Create(),
            PostQueryVerb.Create(),
            InferSchemaVerbs.CreateForAvro(),
            InferSchemaVerbs.CreateForJson(),
            new HelpOption("--help", "-help", "-h", "-?") { Recursive = true },
            new VersionOption(),
        };
        root.SetAction(parsed => new HelpAction().Invoke(parsed));

        // Pinot's options have one dash and many letters: -exec is never -e -x -e -c.
        ParserConfiguration parser = new() { EnablePosixBundling = false };
        InvocationConfiguration invocation = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            return await root.Parse(args, parser).InvokeAsync(invocation);
        }
        catch (Exception exception) when (exception is SettingsException or DataDirectoryException or VerbException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }
}
