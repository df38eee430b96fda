using System.CommandLine;
using Perto.Platform;
using Perto.Vectors.Storage;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto vectors verify</c></summary>
internal static class VerifyVectorsCommand
{
    public static Command Create()
    {
        var command = new Command("verify", "Read every byte of the store's files and compare ids with rows; nothing is repaired, and any problem ends with 1");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Terminal terminal = Terminal.For(parsed);
            // Unprepared: files that are damaged must not keep the command from saying so.
            await using Connection<IVectorDatabase> connection = await VectorsConnection.OpenAsync(parsed, cancellationToken, prepares: false);
            VerificationReport? report = null;
            await new Steps(terminal).RunAsync("Verify", async progress =>
            {
                var relay = new Progress<long>(bytes => progress.Report((0, VectorWords.Bytes(bytes))));
                report = await connection.Service.VerifyAsync(relay, cancellationToken);
                return report.Problems.Count == 0 ? "all files are as they were written" : $"{report.Problems.Count:N0} problems";
            });
            terminal.Print(report!, console => Print(console, report!));
            return report!.Problems.Count == 0 ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, VerificationReport report)
    {
        if (report.Problems.Count == 0)
            return;
        var table = new Table().Border(TableBorder.None).AddColumn("file").AddColumn(new TableColumn("offset").RightAligned()).AddColumn("problem");
        foreach (StorageProblem problem in report.Problems)
            table.AddRow(Markup.Escape(problem.File), $"{problem.Offset:N0}", Markup.Escape(problem.Problem));
        console.Write(table);
    }
}
