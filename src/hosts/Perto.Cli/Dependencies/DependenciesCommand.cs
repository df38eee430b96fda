using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Perto.Client;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto dependencies</c></summary>
internal static class DependenciesCommand
{
    public static Command Create()
    {
        var command = new Command(
            "dependencies",
            """
            The services outside the server, such as Redis: how they do, and by which settings they are called

            Calls are counted by each server for itself, since its start. Without a running server the settings alone are shown.
            """);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IDependencyList> connection = await Connection<IDependencyList>.OpenAsync(
                parsed,
                settings: new Dictionary<string, string?>(StringComparer.Ordinal),
                services => services.GetRequiredService<IDependencyList>(),
                client => new HttpDependencies(client),
                prepares: false,
                cancellationToken,
                migrates: true);
            IReadOnlyList<DependencyStatus> dependencies = await connection.Service.ListAsync(cancellationToken);
            Terminal.For(parsed).Print(dependencies, console => Print(console, dependencies));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<DependencyStatus> dependencies)
    {
        if (dependencies.Count == 0)
        {
            console.WriteLine("None: everything is embedded.");
            return;
        }
        var table = new Table().Border(TableBorder.None).AddColumns("name", "state")
            .AddColumn(new TableColumn("calls").RightAligned()).AddColumn(new TableColumn("failed").RightAligned()).AddColumn(new TableColumn("done without").RightAligned())
            .AddColumns("called by", "last failure");
        foreach (DependencyStatus one in dependencies)
        {
            DependencyRules rules = one.Rules;
            table.AddRow(
                Markup.Escape(one.Name),
                one.State.ToString().ToLowerInvariant(),
                Number(one.Calls),
                Number(one.Failures + one.Refused),
                Number(one.Fallbacks),
                string.Create(CultureInfo.InvariantCulture, $"{rules.Attempts} attempts of {rules.TimeoutMs:0} ms; breaker at {rules.BreakerRatio:P0} of {rules.BreakerCalls}, {rules.BreakerPauseMs / 1000:0.#} s"),
                Markup.Escape(one.Failure ?? ""));
        }
        console.Write(table);
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
