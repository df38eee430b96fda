using System.CommandLine;
using System.Globalization;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto models list</c></summary>
internal static class ListModelsCommand
{
    public static Command Create()
    {
        var command = new Command("list", "The providers of language models, the models of the settings and what they cost");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<ILanguageModelAdministration> connection = await ModelsCommand.OpenAsync(parsed, cancellationToken);
            IReadOnlyList<LanguageModelProvider> providers = await connection.Service.ListAsync(cancellationToken);
            Terminal.For(parsed).Print(providers, console => Print(console, providers));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<LanguageModelProvider> providers)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("provider", "state", "for", "model", "USD");
        foreach (LanguageModelProvider provider in providers)
        {
            string state = provider.MissingSetting is { } missing ? $"needs {missing}" : provider.State?.ToString().ToLowerInvariant() ?? "ready";
            if (provider.Models.Count == 0)
                table.AddRow(Markup.Escape(provider.Name), Markup.Escape(state), string.Join(", ", provider.Kinds).ToLowerInvariant(), "", "");
            foreach ((int at, LanguageModelInfo model) in provider.Models.Index())
            {
                table.AddRow(
                    at == 0 ? Markup.Escape(provider.Name) : "",
                    at == 0 ? Markup.Escape(state) : "",
                    model.Kind.ToString().ToLowerInvariant(),
                    Markup.Escape(model.Model),
                    Price(model));
            }
        }
        console.Write(table);
    }

    private static string Price(LanguageModelInfo model)
    {
        List<string> parts = [];
        Add(parts, model.InputMicroUsdPerMillion, "a million tokens in");
        Add(parts, model.OutputMicroUsdPerMillion, "a million out");
        Add(parts, model.MicroUsdPerThousandSearches, "a thousand searches");
        return parts.Count == 0 ? "not known" : parts.All(part => part.StartsWith("0 ", StringComparison.Ordinal)) ? "nothing" : string.Join(", ", parts);
    }

    private static void Add(List<string> parts, long? microUsd, string words)
    {
        if (microUsd is { } price)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{price / 1e6:0.####} {words}"));
    }
}
