using System.CommandLine;
using Perto.Platform;
using Perto.Vectors;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto vectors copy --from STORE --to STORE</c></summary>
internal static class CopyVectorsCommand
{
    private const int ShownIds = 10;

    private static readonly Option<string> From = new("--from") { Description = "The store to read: " + StoreAddress.Rule, HelpName = "STORE", DefaultValueFactory = _ => "data" };

    private static readonly Option<string> To = new("--to") { Description = "The store to write to, named in the same way", HelpName = "STORE", Required = true };

    private static readonly Option<string[]> Collections = new("--collection")
    {
        Description = "A collection to copy; may stand several times [default: all but those that Perto makes from its database]",
        HelpName = "NAME",
    };

    private static readonly Option<string> Tenant = new("--tenant") { Description = "Whose collections", HelpName = "TENANT", DefaultValueFactory = _ => TenantId.Local.Value };

    private static readonly Option<string?> FromKey = new("--from-key") { Description = "Key to show to the server of --from [default: that of --key]", HelpName = "KEY" };

    private static readonly Option<string?> ToKey = new("--to-key") { Description = "Key to show to the server of --to [default: that of --key]", HelpName = "KEY" };

    private static readonly Option<bool> NoVerify = new("--no-verify") { Description = "Compare the numbers of records and not each record" };

    private static readonly Option<bool> Restart = new("--restart") { Description = "Begin at the beginning also where a copy ended in the middle" };

    public static Command Create()
    {
        var command = new Command(
            "copy",
            """
            Copy collections from one vector store to another, and compare every record

            A copy that ended in the middle goes on where it was when the same command is given again. Passwords and keys are better in the
            environment (DATABASE_URL, REDIS_URL, PINECONE_API_KEY, PERTO__QDRANT__APIKEY) than on the command line.

            Examples:
              perto vectors copy --to qdrant://127.0.0.1
              perto vectors copy --from embedded:./perto-data --to postgres://perto@db/perto --collection films
              perto vectors copy --from pinecone:films --to data
              perto vectors copy --from https://one.example --from-key K1 --to https://other.example --to-key K2
            """)
        {
            From, To, FromKey, ToKey, Collections, Tenant, NoVerify, Restart,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        Terminal terminal = Terminal.For(parsed);
        var tenant = new TenantId(parsed.GetValue(Tenant)!);
        StoreAddress from = StoreAddress.Parse("--from", parsed.GetValue(From)!);
        StoreAddress to = StoreAddress.Parse("--to", parsed.GetValue(To)!);
        if (from.Shown == to.Shown)
            throw new InvalidValueException("--to", to.Shown, "another store than --from", "--from and --to are the same store");
        await using StoreEnd source = await StoreEnd.OpenAsync(from, tenant, parsed, parsed.GetValue(FromKey), cancellationToken);
        await using StoreEnd target = await StoreEnd.OpenAsync(to, tenant, parsed, parsed.GetValue(ToKey), cancellationToken);

        List<IVectorCollection> collections = [];
        foreach (string name in parsed.GetValue(Collections) is { Length: > 0 } named ? named : await source.NamesAsync(cancellationToken))
            collections.Add(await source.OpenAsync(name, cancellationToken));
        // All of them, before the first is copied.
        foreach (IVectorCollection collection in collections)
            target.Check(collection.Schema);

        List<CopyReport> reports = [];
        foreach (IVectorCollection collection in collections)
            reports.Add(await CopyAsync(collection, source, target, parsed, terminal, cancellationToken));
        terminal.Print(new { From = from.Shown, To = to.Shown, Collections = reports }, console => Print(console, reports));
        return reports.TrueForAll(report => report.IsSame) ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<CopyReport> CopyAsync(
        IVectorCollection collection, StoreEnd source, StoreEnd target, ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        IVectorCollection copy = await target.CreateAsync(collection.Name, collection.Schema, cancellationToken);
        CopyCheckpoint checkpoint = CopyCheckpoint.Open(
            CheckpointFolder(parsed), source.Address.Shown, target.Address.Shown, $"{collection.Tenant.Value}/{collection.Name}", parsed.GetValue(Restart));
        CopyReport? report = null;
        await new Steps(terminal).RunAsync("Copy", async progress =>
        {
            var relay = new Progress<CopyState>(state => progress.Report(
                (state.Share, $"{collection.Name}: {state.Done:N0} records{(state.Phase == CopyPhase.Compare ? " compared" : "")}")));
            report = await new CollectionCopy(collection, copy, checkpoint, TimeProvider.System).RunAsync(!parsed.GetValue(NoVerify), relay, cancellationToken);
            return Words(report);
        });
        return report!;
    }

    private static string Words(CopyReport report)
    {
        string resumed = report.Resumed == 0 ? "" : $" after {report.Resumed:N0} before";
        string compared = report.Same is { } same ? $", {same:N0} compared and equal" : "";
        return $"{report.Collection}: {report.Written:N0} records{resumed}{compared}";
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<CopyReport> reports)
    {
        if (reports.Count == 0)
            console.WriteLine("There is no collection to copy.");
        foreach (CopyReport report in reports.Where(report => !report.IsSame))
        {
            if (report.Different.Count > 0)
                console.MarkupLineInterpolated($"[red]{report.Collection}: {report.Different.Count:N0} records differ[/]: {Ids(report.Different)}");
            if (report.Missing.Count > 0)
                console.MarkupLineInterpolated($"[red]{report.Collection}: {report.Missing.Count:N0} records are missing[/]: {Ids(report.Missing)}");
            if (report.Same is null)
                console.MarkupLineInterpolated($"[red]{report.Collection}: {report.SourceRecords:N0} records to copy, {report.TargetRecords:N0} there[/]");
            console.MarkupLineInterpolated($"If the source was written to meanwhile, give the command again{(report.Same is null ? " with --restart" : "")}.");
        }
    }

    private static string Ids(IReadOnlyList<string> ids) => string.Join(", ", ids.Take(ShownIds)) + (ids.Count > ShownIds ? ", ..." : "");

    // With the data, so that a copy made on this machine is found again whatever the working directory is.
    private static string CheckpointFolder(ParseResult parsed) =>
        Path.Combine(Path.GetFullPath(parsed.GetValue(GlobalOptions.DataFolder) ?? "./perto-data"), "copies");
}
