using Microsoft.Extensions.DependencyInjection;

namespace Perto.Platform;

/// <summary>What language models bring to a host.</summary>
internal static class LanguageModelsModule
{
    public const string Name = "language-models";

    public static void Describe(ModuleBuilder module) => module
        .Settings<LanguageModelSettings>("LanguageModels")
        .Services(services => services
            .AddSingleton<LanguageModels>()
            .AddSingleton<LanguageModelFolder>()
            .AddSingleton<IEmbeddingProvider, BuiltinProvider>()
            .AddLocalModels())
        .Telemetry(ModelUsageMetrics.MeterName)
        .Endpoints(LanguageModelEndpoints.Map);
}
