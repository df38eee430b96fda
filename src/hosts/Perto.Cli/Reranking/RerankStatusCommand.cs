using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto rerank status</c></summary>
internal static class RerankStatusCommand
{
    public static Command Create()
    {
        var command = new Command("status", "The profile in use, and what feedback taught of its model");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IReranking> connection = await RerankCommand.OpenAsync(parsed, cancellationToken);
            RerankingStatus status = await connection.Service.StatusAsync(cancellationToken);
            Terminal.For(parsed).Print(status, console => Print(console, status));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, RerankingStatus status)
    {
        string name = status.Model.Length == 0 ? status.Provider : $"{status.Provider}:{status.Model}";
        console.WriteLine($"profile {status.Profile}, model {name}{(status.Usable ? "" : " (not usable)")}");
        if (status.Problem is { } problem)
            console.WriteLine(problem);
        console.WriteLine($"retrieve {status.Retrieve}, judge {status.Depth}, keep {status.Keep}, threshold {status.Threshold}, {(status.Adaptive ? "adaptive" : "every query")}");
        if (status.Gates.Count == 0)
            return;
        var table = new Table().Border(TableBorder.None).AddColumns("scope", "model", "state", "feedbacks", "advantage", "harm", "help", "again");
        foreach (RerankGateStatus gate in status.Gates)
        {
            table.AddRow(
                Markup.Escape(gate.Scope),
                Markup.Escape(gate.Model),
                gate.State.ToString().ToLowerInvariant(),
                $"{gate.Feedbacks:N0}",
                $"{gate.Advantage:+0.000;-0.000;0}",
                $"{gate.Harm:0.00}",
                $"{gate.Help:0.00}",
                gate.RetryAt is { } at ? $"{at:u}" : "");
        }
        console.Write(table);
    }
}
