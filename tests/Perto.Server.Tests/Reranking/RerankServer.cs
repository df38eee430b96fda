using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Server.Tests;

/// <summary>Servers whose model is the obvious re-ranker.</summary>
internal static class RerankServer
{
    public static KeyValuePair<string, string?> Model { get; } = new("Perto:Reranking:Model", WordOverlapReranker.ProviderName);

    public static Task<RunningServer> StartAsync(WordOverlapReranker reranker, params KeyValuePair<string, string?>[] settings) =>
        RunningServer.StartAsync(perto => Describe(perto, reranker), [Model, .. settings]);

    public static void Describe(PertoBuilder perto, WordOverlapReranker reranker) => perto.Services.AddSingleton<IRerankingProvider>(reranker);
}
