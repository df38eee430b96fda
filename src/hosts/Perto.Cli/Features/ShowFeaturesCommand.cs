using System.CommandLine;
using System.Text.Json;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto features show VIEW</c></summary>
internal static class ShowFeaturesCommand
{
    private static readonly Argument<string> View = FeaturesCommand.View();

    public static Command Create()
    {
        var command = new Command("show", "The definition of a view") { View };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IFeatures> connection = await FeaturesConnection.OpenAsync(parsed, cancellationToken);
            FeatureViewInfo view = await connection.Service.ShowViewAsync(parsed.GetValue(View)!, cancellationToken);
            Terminal.For(parsed).Print(view, console => Print(console, view));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, FeatureViewInfo info)
    {
        FeatureView view = info.View;
        console.WriteLine($"{view.Name} version {view.Version} of {string.Join(", ", info.Versions)}, of {view.Entity}");
        if (view.Description is { } description)
            console.WriteLine(description);
        if (view.TtlSeconds is not null)
            console.WriteLine($"Values hold for {FeatureWords.Seconds(view.TtlSeconds)}");
        Table table = new Table().Border(TableBorder.None).AddColumns("feature", "kind", "made from", "description");
        foreach (Feature feature in view.Features)
        {
            string kind = JsonNamingPolicy.SnakeCaseLower.ConvertName(feature.Kind.ToString()) + (feature.Dimension is { } dimension ? $" of {dimension}" : "");
            string from = feature.State is { } state ? $"{JsonNamingPolicy.SnakeCaseLower.ConvertName(state.Primitive.ToString())} of {state.Event} {state.Field}".TrimEnd() : "";
            table.AddRow(feature.Name, kind, from, Markup.Escape(feature.Description ?? ""));
        }
        console.Write(table);
    }
}
