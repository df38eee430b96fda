using System.CommandLine;
using Perto.Platform;

namespace Perto.Cli;

/// <summary><c>perto privacy export SUBJECT --output FILE</c></summary>
internal static class ExportPersonCommand
{
    private static readonly Argument<string> Subject = PrivacyCommand.Subject();

    private static readonly Option<FileInfo> Output = new("--output", "-o")
    {
        Description = "The zip file to write; one that exists is replaced",
        HelpName = "FILE",
        Required = true,
    };

    public static Command Create()
    {
        var command = new Command("export", "Write all that is known of a person to a zip file: JSON for each place, and a manifest") { Subject, Output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Terminal terminal = Terminal.For(parsed);
            await using Connection<IPrivacy> connection = await PrivacyConnection.OpenAsync(parsed, cancellationToken);
            FileInfo file = parsed.GetValue(Output)!;
            await new Steps(terminal).RunAsync("Export", async _ =>
            {
                await WriteAsync(connection.Service, parsed.GetValue(Subject)!, file.FullName, cancellationToken);
                return $"{file.Name}, {VectorWords.Bytes(new FileInfo(file.FullName).Length)}";
            });
            terminal.Print(new { file = file.FullName, bytes = new FileInfo(file.FullName).Length }, _ => { });
            return ExitCode.Success;
        });
        return command;
    }

    // Half an archive must not take the place of a whole one, nor lie about.
    private static async Task WriteAsync(IPrivacy privacy, string subject, string file, CancellationToken cancellationToken)
    {
        string unfinished = file + ".part";
        try
        {
            await using (var target = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
                await privacy.ExportAsync(subject, target, cancellationToken);
            File.Move(unfinished, file, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
