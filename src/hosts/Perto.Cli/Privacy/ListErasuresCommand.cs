using System.CommandLine;
using System.Globalization;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto privacy list</c></summary>
internal static class ListErasuresCommand
{
    public static Command Create()
    {
        var command = new Command("list", $"The receipts of the latest {Paging.MaxLimit} erasures");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IPrivacy> connection = await PrivacyConnection.OpenAsync(parsed, cancellationToken);
            Page<ErasureReceipt> receipts = await connection.Service.ListAsync(new Paging(Paging.MaxLimit), cancellationToken);
            Terminal.For(parsed).Print(receipts.Items, console => Print(console, receipts.Items));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<ErasureReceipt> receipts)
    {
        if (receipts.Count == 0)
        {
            console.WriteLine("Nobody was erased");
            return;
        }
        Table table = new Table().Border(TableBorder.None).AddColumns("receipt", "asked for", "state");
        table.AddColumn(new TableColumn("deleted").RightAligned());
        foreach (ErasureReceipt receipt in receipts)
        {
            table.AddRow(
                receipt.Id,
                receipt.RequestedAt.ToString("u", CultureInfo.InvariantCulture),
                Markup.Escape(receipt.Failure is { } failure ? $"stopped: {failure}" : $"{receipt.State}".ToLowerInvariant()),
                $"{receipt.TotalItems:N0}");
        }
        console.Write(table);
    }
}
