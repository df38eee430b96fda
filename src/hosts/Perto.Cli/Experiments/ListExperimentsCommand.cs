using System.CommandLine;
using Perto.Platform;
using Perto.Targeting;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto experiments list</c></summary>
internal static class ListExperimentsCommand
{
    public static Command Create()
    {
        var command = new Command("list", "The experiments");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IExperiments> connection = await ExperimentsConnection.OpenAsync(parsed, cancellationToken);
            List<ExperimentInfo> experiments = [];
            Page<ExperimentInfo>? page = null;
            while (page is null || page.NextCursor is not null)
            {
                page = await connection.Service.ListAsync(new Paging(Paging.MaxLimit, page?.NextCursor), cancellationToken);
                experiments.AddRange(page.Items);
            }
            Terminal.For(parsed).Print(experiments, console => Print(console, experiments));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, List<ExperimentInfo> experiments)
    {
        if (experiments.Count == 0)
        {
            console.WriteLine("There are no experiments; 'perto experiments create' declares one");
            return;
        }
        Table table = new Table().Border(TableBorder.None).AddColumns("experiment", "state");
        table.AddColumn(new TableColumn("version").RightAligned());
        table.AddColumns("layer", "traffic", "arms", "description");
        foreach (ExperimentInfo info in experiments)
        {
            table.AddRow(
                info.Experiment.Name, ExperimentWords.State(info.State), $"{info.Version}", info.Experiment.Layer, $"{info.Experiment.Traffic:0.## %}",
                string.Join(", ", info.Experiment.Arms.Select(arm => arm.Name)), Markup.Escape(info.Experiment.Description ?? ""));
        }
        console.Write(table);
    }
}
