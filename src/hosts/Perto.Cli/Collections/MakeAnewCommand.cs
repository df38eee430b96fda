using System.CommandLine;
using System.Globalization;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto collections rebuild ALIAS</c> and <c>perto collections reembed ALIAS --model MODEL</c></summary>
internal static class MakeAnewCommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    public static Command Rebuild()
    {
        Argument<string> alias = Alias();
        Option<bool> noWait = NoWait();
        var command = new Command("rebuild", "Write the copy in the vector store anew from the database; searches go on") { alias, noWait };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed, "Rebuild", parsed.GetValue(noWait), collections => collections.RebuildAsync(parsed.GetValue(alias)!, cancellationToken), cancellationToken));
        return command;
    }

    public static Command Reembed()
    {
        Argument<string> alias = Alias();
        Option<bool> noWait = NoWait();
        var model = new Option<string>("--model") { Description = "The model; see 'perto collections list'", Required = true };
        var command = new Command("reembed", "Embed all records under another model, then switch the alias") { alias, model, noWait };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed,
            "Embed",
            parsed.GetValue(noWait),
            collections => collections.ReembedAsync(parsed.GetValue(alias)!, parsed.GetValue(model)!, cancellationToken),
            cancellationToken));
        return command;
    }

    /// <summary>How far a rebuild is, in words.</summary>
    public static string Describe(CollectionRebuild rebuild)
    {
        string rate = rebuild.RecordsPerSecond is { } records ? $", {records.ToString("N0", CultureInfo.InvariantCulture)}/s" : "";
        return $"{rebuild.State.ToString().ToLowerInvariant()}: {rebuild.Done:N0} of {rebuild.Total:N0}{rate} under {rebuild.Model}";
    }

    private static Argument<string> Alias() => new("alias") { Description = "What programs ask for; see 'perto collections list'" };

    private static Option<bool> NoWait() =>
        new("--no-wait") { Description = "Ask a server and return; in process it is always waited for" };

    private static async Task<int> RunAsync(
        ParseResult parsed, string step, bool noWait, Func<ICollectionRebuilds, Task<CollectionRebuild>> ask, CancellationToken cancellationToken)
    {
        Terminal terminal = Terminal.For(parsed);
        await using Connection<ICollectionRebuilds> connection = await CollectionsConnection.OpenAsync(parsed, cancellationToken);
        CollectionRebuild rebuild = await ask(connection.Service);
        if (!noWait || connection.Service is LocalCollectionRebuilds)
        {
            await new Steps(terminal).RunAsync(step, async progress =>
            {
                while (rebuild.FinishedAt is null)
                {
                    progress.Report((rebuild.Total == 0 ? 0 : Math.Min(1, (double)rebuild.Done / rebuild.Total), $"{rebuild.Done:N0} of {rebuild.Total:N0}"));
                    await Task.Delay(LookEvery, cancellationToken);
                    rebuild = await connection.Service.FindAsync(rebuild.Id, cancellationToken);
                }
                return rebuild.Failure ?? Describe(rebuild);
            });
        }
        terminal.Print(rebuild, console =>
        {
            if (rebuild.FinishedAt is null)
                console.WriteLine($"Rebuild {rebuild.Id} waits for a worker");
        });
        return rebuild.State is RebuildState.Failed or RebuildState.Cancelled ? ExitCode.Failure : ExitCode.Success;
    }
}
