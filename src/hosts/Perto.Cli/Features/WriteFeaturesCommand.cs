using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto features write VIEW FILE</c></summary>
internal static class WriteFeaturesCommand
{
    private const int AtOnce = 1_000;

    private static readonly Argument<string> View = FeaturesCommand.View();

    private static readonly Argument<FileInfo> Values = FeaturesCommand.File("""JSON lines: {"key": "heat", "event_at": "2025-01-31T18:00:00Z", "values": {"rating": 4.2}}""");

    public static Command Create()
    {
        var command = new Command("write", "Write values of a view; lines that were written before change nothing") { View, Values };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string view = parsed.GetValue(View)!;
            await using Connection<IFeatures> connection = await FeaturesConnection.OpenAsync(parsed, cancellationToken);
            FeatureWriteReport sum = new(0, 0, 0);
            await foreach ((FeatureWrite Item, long Line)[] some in JsonLines.ReadAsync<FeatureWrite>(parsed.GetValue(Values)!, cancellationToken: cancellationToken).Chunk(AtOnce))
            {
                var batch = new FeatureWriteBatch { Values = [.. some.Select(one => one.Item)] };
                FeatureWriteReport report = await connection.Service.WriteAsync(view, batch, cancellationToken);
                sum = new FeatureWriteReport(sum.Stored + report.Stored, sum.Repeated + report.Repeated, sum.Online + report.Online);
            }
            Terminal.For(parsed).Print(sum, console => console.WriteLine($"{sum.Stored:N0} stored, {sum.Repeated:N0} known already; {sum.Online:N0} are the newest of their entities"));
            return ExitCode.Success;
        });
        return command;
    }
}
