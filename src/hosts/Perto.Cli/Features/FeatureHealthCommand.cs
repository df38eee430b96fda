using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto features health VIEW</c></summary>
internal static class FeatureHealthCommand
{
    private static readonly Argument<string> View = FeaturesCommand.View();

    private static readonly Option<int?> Window = new("--window-hours")
    {
        Description = $"Length of the window, and of the one before it [default: {FeatureMonitor.DefaultWindowHours}]",
        HelpName = "N",
    };

    public static Command Create()
    {
        var command = new Command("health", "How fresh a view is and how its values drift") { View, Window };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IFeatures> connection = await FeaturesConnection.OpenAsync(parsed, cancellationToken);
            FeatureHealth health = await connection.Service.HealthAsync(parsed.GetValue(View)!, parsed.GetValue(Window), cancellationToken);
            Terminal.For(parsed).Print(health, console => Print(console, health));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, FeatureHealth health)
    {
        string fresh = health.Fresh switch { true => "fresh", false => "not fresh", null => "nothing is expected" };
        console.WriteLine($"{health.View} version {health.Version}: {fresh}; the newest values are {(health.AgeSeconds is null ? "none" : FeatureWords.Seconds(health.AgeSeconds) + " old")}");
        console.WriteLine($"{health.CurrentRows:N0} rows in the last {health.WindowHours:N0} hours, {health.ReferenceRows:N0} in those before");
        var table = new Table().Border(TableBorder.None).AddColumn("feature");
        foreach (string name in (string[])["missing", "before", "psi", "ks", "p"])
            table.AddColumn(new TableColumn(name).RightAligned());
        table.AddColumn("drift");
        foreach (FeatureDrift feature in health.Features)
        {
            table.AddRow(
                feature.Name,
                $"{feature.MissingShare:P1}",
                $"{feature.ReferenceMissingShare:P1}",
                $"{feature.StabilityIndex:0.000}",
                $"{feature.Distance:0.000}",
                $"{feature.Probability:0.000}",
                feature.Drift.ToString().ToLowerInvariant());
        }
        console.Write(table);
    }
}
