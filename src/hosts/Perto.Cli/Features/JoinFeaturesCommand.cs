using System.CommandLine;
using System.Text.Json;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto features join --views A,B --rows FILE --out FILE</c></summary>
internal static class JoinFeaturesCommand
{
    private static readonly Option<string> Views = new("--views") { Description = "Views, with commas between them", HelpName = "VIEWS", Required = true };

    private static readonly Option<FileInfo> Rows = new("--rows")
    {
        Description = """JSON lines: {"keys": {"title": "heat"}, "at": "2025-01-31T18:05:00Z", "columns": {"watched": true}}""",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<FileInfo> Out = new("--out", "-o") { Description = "The file to write, JSON lines; one that exists is replaced", HelpName = "FILE", Required = true };

    public static Command Create()
    {
        var command = new Command("join", "Give examples their features as they were known at their moments") { Views, Rows, Out };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Terminal terminal = Terminal.For(parsed);
            FileInfo file = parsed.GetValue(Out)!;
            await using Connection<IFeatures> connection = await FeaturesConnection.OpenAsync(parsed, cancellationToken);
            long written = 0;
            await new Steps(terminal).RunAsync("Join", async progress =>
            {
                string partial = file.FullName + ".partial";
                await using (StreamWriter lines = File.CreateText(partial))
                {
                    IAsyncEnumerable<JoinRow> rows = JsonLines.ReadAsync<JoinRow>(parsed.GetValue(Rows)!, cancellationToken: cancellationToken).Select(line => line.Item);
                    await foreach (JoinedRowDocument row in connection.Service.JoinAsync(GetFeaturesCommand.Names(parsed.GetValue(Views)!), rows, cancellationToken))
                    {
                        await lines.WriteLineAsync(JsonSerializer.Serialize(row, PertoJson.Options).AsMemory(), cancellationToken);
                        if (++written % 1_000 == 0)
                            progress.Report((0, $"{written:N0} rows"));
                    }
                }
                File.Move(partial, file.FullName, overwrite: true);
                return $"{written:N0} rows to {file.Name}";
            });
            terminal.Print(new { file = file.FullName, rows = written }, _ => { });
            return ExitCode.Success;
        });
        return command;
    }
}
