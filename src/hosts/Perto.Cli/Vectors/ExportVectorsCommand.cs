using System.CommandLine;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Cli;

/// <summary><c>perto vectors export COLLECTION --out FILE</c></summary>
internal static class ExportVectorsCommand
{
    private static readonly Argument<string> Collection = VectorsCommand.Collection();

    private static readonly Option<FileInfo> Out = new("--out", "-o")
    {
        Description = "The file to write, .jsonl or .jsonl.gz; one that exists is replaced",
        HelpName = "FILE",
        Required = true,
    };

    public static Command Create()
    {
        var command = new Command(
            "export",
            """
            Write a collection as JSON lines: the schema, then a record on each line

            Example:
              perto vectors export films --out films.jsonl.gz
            """)
        {
            Collection, Out,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Terminal terminal = Terminal.For(parsed);
            await using Connection<IVectorDatabase> connection = await VectorsConnection.OpenAsync(parsed, cancellationToken);
            IVectorCollection collection = await connection.Service.OpenAsync(parsed.GetValue(Collection)!, cancellationToken);
            FileInfo file = parsed.GetValue(Out)!;
            long written = 0;
            await new Steps(terminal).RunAsync("Export", async progress =>
            {
                long records = Math.Max(1, await collection.CountAsync(cancellationToken: cancellationToken));
                var relay = new Progress<long>(done => progress.Report((Math.Min(1, (double)done / records), $"{done:N0} records")));
                written = await RecordFile.WriteAsync(collection, file.FullName, relay, cancellationToken);
                return $"{written:N0} records to {file.Name}, {VectorWords.Bytes(new FileInfo(file.FullName).Length)}";
            });
            terminal.Print(new { collection = collection.Name, file = file.FullName, records = written }, _ => { });
            return ExitCode.Success;
        });
        return command;
    }
}
