using System.CommandLine;
using System.Globalization;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto models usage</c></summary>
internal static class ModelUsageCommand
{
    public static Command Create()
    {
        var from = new Option<DateOnly?>("--from") { Description = "The first day, such as 2025-01-01 (default: the first day of the month of --to)" };
        var to = new Option<DateOnly?>("--to") { Description = "The last day, in UTC (default: today)" };
        var tenant = new Option<string?>("--tenant") { Description = "Whose; another's needs an operator, and _installation has work that belongs to no tenant" };
        var command = new Command("usage", "What language models took and cost, by day, model and purpose") { from, to, tenant };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DateOnly last = parsed.GetValue(to) ?? DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            DateOnly first = parsed.GetValue(from) ?? new DateOnly(last.Year, last.Month, 1);
            await using Connection<ILanguageModelAdministration> connection = await ModelsCommand.OpenAsync(parsed, cancellationToken);
            IReadOnlyList<ModelUsageRow> rows = await connection.Service.UsageAsync(first, last, parsed.GetValue(tenant), cancellationToken);
            Terminal.For(parsed).Print(rows, console => Print(console, rows));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<ModelUsageRow> rows)
    {
        if (rows.Count == 0)
        {
            console.WriteLine("None: no language model was used in these days.");
            return;
        }
        var table = new Table().Border(TableBorder.None).AddColumns("day", "model", "purpose")
            .AddColumn(new TableColumn("requests").RightAligned()).AddColumn(new TableColumn("texts").RightAligned())
            .AddColumn(new TableColumn("tokens in").RightAligned()).AddColumn(new TableColumn("tokens out").RightAligned()).AddColumn(new TableColumn("USD").RightAligned());
        foreach (ModelUsageRow row in rows)
        {
            table.AddRow(
                row.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Markup.Escape(new ModelName(row.Provider, row.Model).ToString()),
                Markup.Escape(row.Purpose),
                Number(row.Requests),
                Number(row.Texts),
                Number(row.InputTokens),
                Number(row.OutputTokens),
                Cost(row.CostMicroUsd, row.UnpricedRequests, row.EstimatedRequests));
        }
        table.AddRow("all", "", "", Number(rows.Sum(row => row.Requests)), Number(rows.Sum(row => row.Texts)), Number(rows.Sum(row => row.InputTokens)),
            Number(rows.Sum(row => row.OutputTokens)), Cost(rows.Sum(row => row.CostMicroUsd), rows.Sum(row => row.UnpricedRequests), rows.Sum(row => row.EstimatedRequests)));
        console.Write(table);
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Cost(long microUsd, long unpriced, long estimated) => string.Create(
        CultureInfo.InvariantCulture,
        $"{microUsd / 1e6:0.000000}{(estimated > 0 ? $", {estimated} requests estimated" : "")}{(unpriced > 0 ? $" and {unpriced} requests not known" : "")}");
}
