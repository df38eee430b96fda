using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto features record FILE</c></summary>
internal static class RecordFeaturesCommand
{
    private const int AtOnce = 1_000;

    private static readonly Argument<FileInfo> Events = FeaturesCommand.File(
        """JSON lines: {"id": "play-7", "type": "play", "at": "2025-01-31T18:10:00Z", "keys": {"title": "heat"}, "values": {"minutes": 95}}""");

    public static Command Create()
    {
        var command = new Command("record", "Count events into the views that are made from them; events that were counted before change nothing") { Events };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IFeatures> connection = await FeaturesConnection.OpenAsync(parsed, cancellationToken);
            FeatureEventReport sum = new(0, 0, 0);
            await foreach ((FeatureEvent Item, long Line)[] some in JsonLines.ReadAsync<FeatureEvent>(parsed.GetValue(Events)!, cancellationToken: cancellationToken).Chunk(AtOnce))
            {
                FeatureEventReport report = await connection.Service.RecordAsync([.. some.Select(one => one.Item)], cancellationToken);
                sum = new FeatureEventReport(sum.Counted + report.Counted, sum.Repeated + report.Repeated, sum.Ignored + report.Ignored);
            }
            Terminal.For(parsed).Print(sum, console => console.WriteLine($"{sum.Counted:N0} counted, {sum.Repeated:N0} counted before, {sum.Ignored:N0} nothing for any view"));
            return ExitCode.Success;
        });
        return command;
    }
}
