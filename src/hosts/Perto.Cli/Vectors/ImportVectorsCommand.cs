using System.CommandLine;
using Perto.Platform;

namespace Perto.Cli;

/// <summary><c>perto vectors import FILE --collection NAME</c></summary>
internal static class ImportVectorsCommand
{
    private static readonly Argument<FileInfo> Source = new("file") { Description = "JSON lines as 'perto vectors export' writes them, .jsonl or .jsonl.gz" };

    private static readonly Option<string> Collection = new("--collection")
    {
        Description = "The collection to write to; it is created as the file's first line says where it does not exist",
        HelpName = "NAME",
        Required = true,
    };

    private static readonly Option<long> Skip = new("--skip") { Description = "Leave out this many records: to go on where an import ended", HelpName = "N" };

    public static Command Create()
    {
        var command = new Command(
            "import",
            """
            Write the records of a file to a collection; a record with the id of another replaces it, so an import can be repeated

            Examples:
              perto vectors import films.jsonl.gz --collection films
              perto vectors import films.jsonl.gz --collection films --skip 120000
            """)
        {
            Source, Collection, Skip,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Skip) < 0)
                result.AddError("--skip must be 0 or more");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Terminal terminal = Terminal.For(parsed);
            FileInfo file = parsed.GetValue(Source)!;
            if (!file.Exists)
                throw new InvalidValueException("file", file.FullName, "an existing file", $"There is no file '{file.FullName}'");
            await using Connection<IVectorDatabase> connection = await VectorsConnection.OpenAsync(parsed, cancellationToken);
            var import = new RecordImport(connection.Service, parsed.GetValue(Collection)!, parsed.GetValue(Skip));
            await new Steps(terminal).RunAsync("Import", async progress =>
            {
                await import.RunAsync(file.FullName, new Progress<(double, string)>(progress.Report), cancellationToken);
                return import.Failure is null ? $"{import.Written:N0} records" : $"{import.Written:N0} records, then it ended";
            });
            terminal.Print(
                new { collection = parsed.GetValue(Collection), written = import.Written, skip = import.Done, failure = import.Failure }, _ => { });
            if (import.Failure is not { } failure)
                return ExitCode.Success;
            terminal.Fail($"{failure}. Nothing of its batch was written; when it is corrected go on with --skip {import.Done}", "bad_record");
            return ExitCode.Failure;
        });
        return command;
    }
}
