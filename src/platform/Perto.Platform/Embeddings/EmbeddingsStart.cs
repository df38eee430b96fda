using Microsoft.Extensions.Hosting;

namespace Perto.Platform;

/// <summary>Refuses to start with models whose provider there is not: nobody is to learn it from the answers.</summary>
internal sealed class EmbeddingsStart(Embeddings embeddings, LanguageModels models) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> known = models.EmbeddingProviders;
        foreach (ModelName name in embeddings.ConfiguredModels)
        {
            if (!known.Contains(name.Provider, StringComparer.Ordinal))
            {
                string setting = name == embeddings.DefaultModel ? "Perto:Embeddings:Model" : "Perto:Embeddings:Models";
                throw new InvalidSettingException(setting, $"'{name}'", $"provider:model with a provider of {string.Join(", ", known)}");
            }
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
