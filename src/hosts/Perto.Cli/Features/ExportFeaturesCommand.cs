using System.CommandLine;
using Perto.Platform;

namespace Perto.Cli;

/// <summary><c>perto features export VIEW --folder FOLDER</c></summary>
internal static class ExportFeaturesCommand
{
    private static readonly Argument<string> View = FeaturesCommand.View();

    private static readonly Option<string?> Folder = new("--folder") { Description = "A folder for this export alone; of a server one below its Perto:Features:ExportFolder", HelpName = "FOLDER" };

    private static readonly Option<string?> Bucket = new("--bucket") { Description = "A bucket of the object store that Perto:Features:S3 names", HelpName = "BUCKET" };

    private static readonly Option<string?> Prefix = new("--prefix") { Description = "What names in the bucket begin with", HelpName = "PREFIX" };

    private static readonly Option<DateTimeOffset?> From = new("--from") { Description = "From this event time on", HelpName = "TIME" };

    private static readonly Option<DateTimeOffset?> To = new("--to") { Description = "Before this event time [default: now]", HelpName = "TIME" };

    private static readonly Option<bool> Csv = new("--csv") { Description = "CSV in place of JSON lines" };

    private static readonly Option<bool> Plain = new("--plain") { Description = "Without compression" };

    public static Command Create()
    {
        var command = new Command("export", "Write the history of a view to a folder or a bucket; what was interrupted goes on when it is asked for again")
        {
            View, Folder, Bucket, Prefix, From, To, Csv, Plain,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Folder) is null == result.GetValue(Bucket) is null)
                result.AddError("Give either --folder or --bucket");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Terminal terminal = Terminal.For(parsed);
            var request = new FeatureExportRequest
            {
                FromAt = parsed.GetValue(From),
                ToAt = parsed.GetValue(To),
                Format = parsed.GetValue(Csv) ? ExportFormat.Csv : ExportFormat.JsonLines,
                Gzip = !parsed.GetValue(Plain),
                Folder = parsed.GetValue(Folder),
                Bucket = parsed.GetValue(Bucket),
                Prefix = parsed.GetValue(Prefix),
            };
            await using Connection<IFeatures> connection = await FeaturesConnection.OpenAsync(parsed, cancellationToken);
            FeatureExportManifest? manifest = null;
            await new Steps(terminal).RunAsync("Export", async _ =>
            {
                manifest = await connection.Service.ExportAsync(parsed.GetValue(View)!, request, cancellationToken);
                return $"{manifest.Rows:N0} rows in {manifest.Files.Count:N0} files";
            });
            terminal.Print(manifest!, _ => { });
            return ExitCode.Success;
        });
        return command;
    }
}
