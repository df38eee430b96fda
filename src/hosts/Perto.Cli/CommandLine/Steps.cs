using System.Diagnostics;
using Spectre.Console;

namespace Perto.Cli;

/// <summary>
/// Long work in steps: each prints a line with what it did and how long it took, and on a terminal a bar while it runs.
/// </summary>
internal sealed class Steps(Terminal terminal)
{
    private const int NameWidth = 11;

    /// <summary>Runs a step.</summary>
    /// <param name="name">One word.</param>
    /// <param name="work">Reports 0..1 and returns what it did, in a few words.</param>
    public async Task RunAsync(string name, Func<IProgress<(double Done, string Detail)>, Task<string>> work)
    {
        long start = Stopwatch.GetTimestamp();
        string did = terminal.ShowsProgress
            ? await terminal.Notes.Progress()
                .AutoClear(true)
                .HideCompleted(true)
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
                .StartAsync(progress => WatchedAsync(progress, name, work))
            : await work(new Progress<(double, string)>());
        Line(name, did, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Prints a line in the form of a step.</summary>
    public void Line(string name, string text, TimeSpan? took = null)
    {
        if (terminal.IsJson)
            return;
        string time = took is { } elapsed ? $"{elapsed.TotalSeconds,6:0.0} s" : "";
        terminal.Result.MarkupLineInterpolated($" [bold]{name.PadRight(NameWidth)}[/] {text.PadRight(60)} [dim]{time}[/]");
    }

    /// <summary>Prints a table under the last step.</summary>
    public void Table(IReadOnlyList<string> columns, IEnumerable<string[]> rows)
    {
        if (terminal.IsJson)
            return;
        var table = new Table().Border(TableBorder.None);
        table.AddColumn(new TableColumn(new string(' ', NameWidth)));
        for (int column = 0; column < columns.Count; column++)
            table.AddColumn(column == 0 ? new TableColumn(columns[column]) : new TableColumn(columns[column]).RightAligned());
        foreach (string[] row in rows)
            table.AddRow(["", .. row]);
        terminal.Result.Write(table);
    }

    private static async Task<string> WatchedAsync(
        ProgressContext progress, string name, Func<IProgress<(double Done, string Detail)>, Task<string>> work)
    {
        ProgressTask task = progress.AddTask(Markup.Escape($" {name.PadRight(NameWidth)} "), maxValue: 1);
        return await work(new Progress<(double Done, string Detail)>(now =>
        {
            task.Description = Markup.Escape($" {name.PadRight(NameWidth)} {now.Detail.PadRight(28)}");
            task.Value = now.Done;
        }));
    }
}
