using System.CommandLine;
using Perto.Platform;

namespace Perto.Cli;

/// <summary><c>perto vectors compact COLLECTION</c></summary>
internal static class CompactVectorsCommand
{
    private static readonly Argument<string> Collection = VectorsCommand.Collection();

    public static Command Create()
    {
        var command = new Command("compact", "Take the space of replaced, deleted and expired records back now; it also happens by itself") { Collection };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Terminal terminal = Terminal.For(parsed);
            await using Connection<IVectorDatabase> connection = await VectorsConnection.OpenAsync(parsed, cancellationToken);
            string name = parsed.GetValue(Collection)!;
            CompactionReport? report = null;
            await new Steps(terminal).RunAsync("Compact", async progress =>
            {
                VectorCollectionInfo before = await connection.Service.DescribeAsync(name, cancellationToken);
                long rows = Math.Max(1, (before.Statistics?.Records ?? 0) + (before.Statistics?.DeadRecords ?? 0));
                var relay = new Progress<long>(done => progress.Report((Math.Min(1, (double)done / rows), $"{done:N0} of {rows:N0} rows")));
                report = await connection.Service.CompactAsync(name, relay, cancellationToken);
                return $"{VectorWords.Bytes(report.Before.BytesOnDisk)} before, {VectorWords.Bytes(report.After.BytesOnDisk)} after; {report.After.Records:N0} records";
            });
            terminal.Print(report!, _ => { });
            return ExitCode.Success;
        });
        return command;
    }
}
