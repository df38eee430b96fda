using System.CommandLine;
using System.Data.Common;
using Perto.Learning;
using Perto.Numerics;
using Perto.Platform;
using Perto.Vectors;
using Perto.Vectors.Storage;
using Spectre.Console;

namespace Perto.Cli;

/// <summary>The command <c>perto</c>.</summary>
public static class PertoCommand
{
    /// <summary>Runs a command line and returns its exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        ParseResult parsed = Root().Parse(args);
        bool json = parsed.GetValue(GlobalOptions.Json);
        if (parsed.Errors.Count > 0)
        {
            var terminal = new Terminal(Console.Out, Console.Error, json);
            foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
                terminal.Fail(error.Message, "usage");
            terminal.Notes.WriteLine($"See '{HelpFor(parsed)}'.");
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                // A server ends when its requests have ended, which its own settings limit; everything else ends soon after it is told to.
                ProcessTerminationTimeout = parsed.CommandResult.Command.Name is "serve" or "demo" ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(2),
            });
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (PertoException refused)
        {
            new Terminal(Console.Out, Console.Error, json).Fail(refused.Message, refused.Code);
            return ExitCode.Failure;
        }
        catch (DbException refused)
        {
            new Terminal(Console.Out, Console.Error, json).Fail($"The database cannot be used: {refused.Message}", "database");
            return ExitCode.Failure;
        }
        catch (Exception refused) when (refused is SettingOutOfRangeException or ModelTooLargeException or ArithmeticException or BinaryFormatException or LightGbmFormatException
            or VectorStoreException or CapabilityMissingException or StorageException or IOException or UnauthorizedAccessException)
        {
            new Terminal(Console.Out, Console.Error, json).Fail(refused.Message, "failed");
            return ExitCode.Failure;
        }
    }

    internal static RootCommand Root()
    {
        var root = new RootCommand("Perto: personalization and memory for .NET")
        {
            DemoCommand.Create(),
            ServeCommand.Create(),
            StreamingCommand.Create(),
            ExperimentsCommand.Create(),
            AbTestCommand.Create(),
            RankCommand.Create(),
            SearchCommand.Create(),
            VectorsCommand.Create(),
            FeaturesCommand.Create(),
            DatabaseCommand.Create(),
            OutboxCommand.Create(),
            CollectionsCommand.Create(),
            EmbedCommand.Create(),
            RerankCommand.Create(),
            CacheCommand.Create(),
            JobsCommand.Create(),
            DependenciesCommand.Create(),
            ModelsCommand.Create(),
            PrivacyCommand.Create(),
            KeysCommand.Create(),
            AuditCommand.Create(),
            OpenApiCommand.Create(),
        };
        root.Options.Add(GlobalOptions.Json);
        root.Options.Add(GlobalOptions.DataFolder);
        root.Options.Add(GlobalOptions.Server);
        root.Options.Add(GlobalOptions.Key);
        return root;
    }

    private static string HelpFor(ParseResult parsed)
    {
        string path = string.Join(' ', parsed.CommandResult.Command.Parents.OfType<Command>().Select(parent => parent.Name).Reverse()
            .Append(parsed.CommandResult.Command.Name));
        return $"{path} --help";
    }
}
