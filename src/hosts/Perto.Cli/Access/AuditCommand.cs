using System.CommandLine;
using System.Globalization;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto audit</c></summary>
internal static class AuditCommand
{
    private static readonly Option<string?> Actor = new("--actor") { Description = "Only of this actor: the id of a key, or local", HelpName = "ACTOR" };

    private static readonly Option<string?> Action = new("--action") { Description = "Only this action, such as keys.create", HelpName = "ACTION" };

    private static readonly Option<DateTimeOffset?> Since = new("--since") { Description = "From this moment on", HelpName = "TIME" };

    private static readonly Option<DateTimeOffset?> Until = new("--until") { Description = "Before this moment", HelpName = "TIME" };

    private static readonly Option<int> Limit = new("--limit") { Description = "Most entries", HelpName = "N", DefaultValueFactory = _ => 50 };

    public static Command Create() => new("audit", "The audit log: who did what, in a chain that shows whether it was changed") { ListCommand(), VerifyCommand() };

    private static Command ListCommand()
    {
        var command = new Command("list", "Entries, the newest first") { Actor, Action, Since, Until, Limit, AccessOptions.Tenant };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            int limit = parsed.GetValue(Limit);
            if (limit < 1)
                throw new InvalidValueException("--limit", limit, "1 or more", $"--limit must be 1 or more; got {limit}");
            var filter = new AuditFilter
            {
                Actor = parsed.GetValue(Actor),
                Action = parsed.GetValue(Action),
                Since = parsed.GetValue(Since),
                Until = parsed.GetValue(Until),
            };
            await using Connection<IAudit> connection = await AccessConnection.AuditAsync(parsed, cancellationToken);
            List<AuditRecord> entries = await AccessOptions.AllAsync(
                paging => connection.Service.ListAsync(parsed.GetValue(AccessOptions.Tenant), filter, paging, cancellationToken), limit);
            Terminal.For(parsed).Print(entries, console => Print(console, entries));
            return ExitCode.Success;
        });
        return command;
    }

    private static Command VerifyCommand()
    {
        var command = new Command("verify", "Read the whole log and compare it with its hashes; exit code 1 when it was changed") { AccessOptions.Tenant };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IAudit> connection = await AccessConnection.AuditAsync(parsed, cancellationToken);
            AuditVerification verified = await connection.Service.VerifyAsync(parsed.GetValue(AccessOptions.Tenant), cancellationToken);
            Terminal.For(parsed).Print(verified, console => Print(console, verified));
            return verified.Intact ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, List<AuditRecord> entries)
    {
        var table = new Table().Border(TableBorder.None);
        table.AddColumn(new TableColumn("#").RightAligned());
        table.AddColumns("time", "actor", "action", "target", "outcome");
        foreach (AuditRecord entry in entries)
        {
            table.AddRow(
                entry.Sequence.ToString(CultureInfo.InvariantCulture), entry.At.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                Markup.Escape(entry.Actor), Markup.Escape(entry.Action), Markup.Escape(entry.Target), entry.Outcome.ToString().ToLowerInvariant());
        }
        console.Write(table);
    }

    private static void Print(IAnsiConsole console, AuditVerification verified)
    {
        console.WriteLine(verified.Intact
            ? $"{verified.Entries:N0} entries of {verified.Tenant}, {verified.First} to {verified.Last}: as they were written"
            : $"The log of {verified.Tenant} is not as it was written:");
        foreach (AuditFault fault in verified.Faults)
            console.WriteLine($"  entry {fault.Sequence}: {fault.Problem}");
    }
}
