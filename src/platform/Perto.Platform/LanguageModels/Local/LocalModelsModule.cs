using Microsoft.Extensions.DependencyInjection;

namespace Perto.Platform;

/// <summary>Models of files.</summary>
internal static class LocalModelsModule
{
    public static IServiceCollection AddLocalModels(this IServiceCollection services) => services
        .AddSingleton<LocalCompute>()
        .AddSingleton<LocalModels>()
        .AddSingleton<LocalProvider>()
        .AddSingleton<IEmbeddingProvider>(provider => provider.GetRequiredService<LocalProvider>())
        .AddSingleton<IRerankingProvider>(provider => provider.GetRequiredService<LocalProvider>());
}
