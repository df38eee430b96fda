using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Perto.Client;
using Perto.Platform;

namespace Perto.Cli;

/// <summary><c>perto models</c>: language models, and what they take.</summary>
internal static class ModelsCommand
{
    public static Command Create() => new(
        "models",
        """
        Language models: which providers there are, and what their models took and cost

        Examples:
          perto models list
          perto models usage --from 2025-01-01 --to 2025-01-31
        """)
    {
        ListModelsCommand.Create(),
        ModelUsageCommand.Create(),
    };

    /// <inheritdoc cref="Connection{TService}.OpenAsync"/>
    public static Task<Connection<ILanguageModelAdministration>> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        Connection<ILanguageModelAdministration>.OpenAsync(
            parsed,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal),
            services => services.GetRequiredService<LocalLanguageModels>(),
            client => new HttpLanguageModels(client),
            prepares: false,
            cancellationToken,
            migrates: true);
}
