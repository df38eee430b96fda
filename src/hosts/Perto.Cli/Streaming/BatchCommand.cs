using System.CommandLine;
using Perto.Platform;
using Perto.Streaming;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto streaming batch</c></summary>
internal static class BatchCommand
{
    private const int FailuresShown = 10;

    private static readonly Option<FileInfo?> Output = new("--output", "-o") { Description = "The file; it gets its name when it is whole", HelpName = "FILE" };
    private static readonly Option<bool> ToTable = new("--to-table") { Description = "Keep the pages in the database, where GET /v1/streaming/batches/{id}/users/{user} answers them" };
    private static readonly Option<FileInfo?> People = new("--people") { Description = "For whom: an id on each line [default: everybody]", HelpName = "FILE" };
    private static readonly Option<BatchKind> Kind = new("--kind") { Description = "A list of titles or a home page for each", DefaultValueFactory = _ => BatchKind.List };
    private static readonly Option<int> Top = new("--top") { Description = "Titles of a list, 1..500", DefaultValueFactory = _ => BatchRequest.DefaultTop };
    private static readonly Option<BatchFormat> Format = new("--format") { Description = "JSON Lines with a line for each person, or CSV with a line for each title", DefaultValueFactory = _ => BatchFormat.Jsonl };
    private static readonly Option<string?> SegmentCountry = new("--segment-country") { Description = "Only people whose account is of this country", HelpName = "CODE" };
    private static readonly Option<string?> SegmentTier = new("--segment-tier") { Description = "Only people with this subscription", HelpName = "TIER" };
    private static readonly Option<DateTimeOffset?> ActiveSince = new("--active-since") { Description = "Only people who watched or rated something since then", HelpName = "MOMENT" };
    private static readonly Option<DeviceKind?> Device = new("--device") { Description = "What the pages are shown on", HelpName = "DEVICE" };
    private static readonly Option<TimeOfDay?> Time = new("--time-of-day") { Description = "When they are shown", HelpName = "TIME" };
    private static readonly Option<string?> Country = new("--country") { Description = "Where they are shown [default: the country of each account]", HelpName = "CODE" };
    private static readonly Option<string?> Tier = new("--tier") { Description = "The subscription [default: that of each account]", HelpName = "TIER" };
    private static readonly Option<DateTimeOffset?> At = new("--at") { Description = "The moment for which they are made [default: now]", HelpName = "MOMENT" };
    private static readonly Option<bool> Explore = new("--explore") { Description = "Draw titles and the order of rows as a served page does, each draw with its propensity" };
    private static readonly Option<bool> Resume = new("--resume") { Description = "Go on with the same batch where it was stopped or killed; begin one if there is none" };

    public static Command Create()
    {
        var command = new Command("batch", "Recommendations for many people at once, to a file or a table")
        {
            Output, ToTable, People, Kind, Top, Format, SegmentCountry, SegmentTier, ActiveSince, Device, Time, Country, Tier, At, Explore, Resume,
        };
        command.Validators.Add(result =>
        {
            if (result.IsGiven(Output) == result.IsGiven(ToTable))
                result.AddError("Say where it goes: either --output FILE or --to-table");
            if (result.IsGiven(ToTable) && result.IsGiven(Format))
                result.AddError("--format is of a file; leave it out with --to-table");
            if (result.IsGiven(People) && (result.IsGiven(SegmentCountry) || result.IsGiven(SegmentTier) || result.IsGiven(ActiveSince)))
                result.AddError("--people lists who it is for; leave out --segment-country, --segment-tier and --active-since");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Terminal terminal = Terminal.For(parsed);
            BatchRequest request = await RequestAsync(parsed, cancellationToken);
            var target = new BatchTarget(parsed.GetValue(Output)?.FullName, parsed.GetValue(Format), parsed.GetValue(Resume));
            await using Connection<IStreaming> connection = await StreamingConnection.OpenAsync(parsed, cancellationToken);
            BatchRun? run = null;
            await new Steps(terminal).RunAsync("Batch", async progress =>
            {
                var relay = new Progress<BatchProgress>(now =>
                    progress.Report((now.People == 0 ? 0 : Math.Min(1, (double)now.Done / now.People), $"{now.Done:N0} of {now.People:N0} people")));
                run = await connection.Service.BatchAsync(request, target, relay, cancellationToken);
                return Summary(run);
            });
            terminal.Print(run!, console =>
            {
                foreach (BatchFailure failure in run!.Failures.Take(FailuresShown))
                    console.MarkupLineInterpolated($"   [yellow]{failure.User}: {failure.Failure}[/]");
                if (run.Failed > FailuresShown)
                    console.MarkupLineInterpolated($"   [dim]and {run.Failed - Math.Min(FailuresShown, run.Failures.Count):N0} more; --json lists the first 100[/]");
                if (run.Failure is { } why)
                    console.MarkupLineInterpolated($"   [red]{why}[/]");
            });
            return run!.State == BatchState.Done ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    private static string Summary(BatchRun run)
    {
        string failed = run.Failed == 0 ? "" : $", {run.Failed:N0} failed";
        string degraded = run.Degraded == 0 ? "" : $", {run.Degraded:N0} without a source";
        return $"{run.Made:N0} pages{failed}{degraded} ({run.State.ToString().ToLowerInvariant()}, batch {run.Id})";
    }

    private static async Task<BatchRequest> RequestAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var segment = new BatchSegment { Country = parsed.GetValue(SegmentCountry), Tier = parsed.GetValue(SegmentTier), ActiveSinceAt = parsed.GetValue(ActiveSince) };
        return new BatchRequest
        {
            Kind = parsed.GetValue(Kind),
            Top = parsed.GetValue(Top),
            Users = parsed.GetValue(People) is { } file ? await UsersAsync(file, cancellationToken) : null,
            Segment = segment == new BatchSegment() ? null : segment,
            Device = parsed.GetValue(Device),
            TimeOfDay = parsed.GetValue(Time),
            Country = parsed.GetValue(Country),
            Tier = parsed.GetValue(Tier),
            At = parsed.GetValue(At),
            Explores = parsed.GetValue(Explore),
        };
    }

    private static async Task<IReadOnlyList<string>> UsersAsync(FileInfo file, CancellationToken cancellationToken)
    {
        if (!file.Exists)
            throw new InvalidValueException("--people", file.FullName, "a file", $"--people: there is no file '{file.FullName}'");
        return [.. (await File.ReadAllLinesAsync(file.FullName, cancellationToken)).Where(line => line.Length > 0)];
    }
}
