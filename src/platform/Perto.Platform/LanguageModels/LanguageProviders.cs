using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Perto.Platform;

/// <summary>
/// Providers whose models run outside this process, and what models may take and cost. A provider that the settings do not set up is there to say what it lacks, and
/// is no dependency.
/// </summary>
internal static class LanguageProviders
{
    private const string Section = "LanguageModels";

    // Their requests go over a network: they can be limited.
    private static readonly string[] Remote =
    [
        CohereProvider.ProviderName, JinaProvider.ProviderName, OllamaProvider.ProviderName, OpenAIProvider.ProviderName, TextEmbeddingsInferenceProvider.ProviderName,
    ];

    public static PertoBuilder AddLanguageProviders(this PertoBuilder perto)
    {
        OpenAISettings openAI = perto.ReadSettings(OpenAISettings.Section, new OpenAISettings());
        OllamaSettings ollama = perto.ReadSettings(OllamaSettings.Section, new OllamaSettings());
        TextEmbeddingsInferenceSettings tei = perto.ReadSettings(TextEmbeddingsInferenceSettings.Section, new TextEmbeddingsInferenceSettings());
        CohereSettings cohere = perto.ReadSettings(CohereSettings.Section, new CohereSettings());
        JinaSettings jina = perto.ReadSettings(JinaSettings.Section, new JinaSettings());
        openAI.Check();
        ollama.Check();
        tei.Check();
        cohere.Check();
        jina.Check();
        AddDependency(perto, openAI.Missing is null, OpenAIProvider.ProviderName, "Models of OpenAI, or of a server that speaks its API");
        AddDependency(perto, ollama.Url is not null, OllamaProvider.ProviderName, "Models that Ollama runs");
        AddDependency(perto, tei.EmbeddingUrl is not null, TextEmbeddingsInferenceProvider.EmbeddingDependency, "The model that embeds in Text Embeddings Inference");
        AddDependency(perto, tei.RerankingUrl is not null, TextEmbeddingsInferenceProvider.RerankingDependency, "The model that re-ranks in Text Embeddings Inference");
        AddDependency(perto, cohere.ApiKey is not null, CohereProvider.ProviderName, "Models of Cohere");
        AddDependency(perto, jina.ApiKey is not null, JinaProvider.ProviderName, "Models of Jina AI");
        AddProvider(perto.Services, services => new OpenAIProvider(openAI, services.Dependencies, services.Rates, services.Clock));
        AddProvider(perto.Services, services => new OllamaProvider(ollama, services.Dependencies, services.Rates, services.Clock));
        AddProvider(perto.Services, services => new TextEmbeddingsInferenceProvider(tei, services.Dependencies, services.Rates, services.Clock));
        AddProvider(perto.Services, services => new CohereProvider(cohere, services.Dependencies, services.Rates, services.Clock));
        AddProvider(perto.Services, services => new JinaProvider(jina, services.Dependencies, services.Rates, services.Clock));
        return AddUsage(perto);
    }

    /// <summary>The refusal of a setting below a provider that is not there.</summary>
    /// <param name="setting">The section that is named after it.</param>
    /// <param name="providers">The names of those that are.</param>
    public static InvalidSettingException Unknown(IConfigurationSection setting, IEnumerable<string> providers) =>
        new(setting.Path, "of no provider of language models", string.Join(", ", providers.Order(StringComparer.Ordinal)));

    private static PertoBuilder AddUsage(PertoBuilder perto)
    {
        ModelPrices prices = new(perto.Configuration.GetSection($"{Section}:Prices"), [BuiltinProvider.ProviderName, .. Remote, LocalProvider.ProviderName]);
        SpendSettings spend = perto.ReadSettings($"{Section}:Spend", new SpendSettings());
        ChatSettings chat = perto.ReadSettings(ChatSettings.Section, new ChatSettings());
        perto.Services.AddSingleton(prices);
        perto.Services.AddSingleton(spend);
        perto.Services.AddSingleton(chat);
        perto.Services.AddSingleton<Chats>();
        perto.Services.AddSingleton<ModelUsageMetrics>();
        IReadOnlyDictionary<string, RateSettings> limits = ModelRates.Read(perto.Configuration.GetSection($"{Section}:Limits"), Remote);
        perto.Services.AddSingleton(provider => new ModelRates(limits, provider.GetRequiredService<TimeProvider>()));
        perto.Services.AddSingleton(provider => new ModelUsage(
            new Lazy<IDatabase>(provider.GetRequiredService<IDatabase>),
            prices,
            spend,
            provider.GetRequiredService<ModelUsageMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<ModelUsage>>() ?? NullLogger<ModelUsage>.Instance));
        perto.Services.AddHostedService(provider => provider.GetRequiredService<ModelUsage>());
        perto.Services.AddSingleton(provider => new LocalLanguageModels(
            provider.GetServices<IEmbeddingProvider>(),
            provider.GetServices<IRerankingProvider>(),
            provider.GetServices<IChatProvider>(),
            provider.GetServices<IConfiguredProvider>(),
            provider.GetRequiredService<Dependencies>(),
            prices,
            provider.GetRequiredService<ModelRates>(),
            provider.GetRequiredService<ModelUsage>()));
        return perto;
    }

    // A language model takes its time, and its vendor asks for patience: three attempts with waits of two to ten seconds.
    private static void AddDependency(PertoBuilder perto, bool configured, string name, string purpose)
    {
        if (configured)
        {
            perto.AddDependency(name, $"{purpose}; without it what needs them fails, or does without where it can", new DependencySettings
            {
                Timeout = TimeSpan.FromSeconds(60),
                Attempts = 3,
                RetryDelay = TimeSpan.FromSeconds(2),
                LongestRetryDelay = TimeSpan.FromSeconds(10),
                BreakerWindow = TimeSpan.FromSeconds(60),
                BreakerPause = TimeSpan.FromSeconds(15),
            });
        }
    }

    private static void AddProvider<TProvider>(IServiceCollection services, Func<Needs, TProvider> make)
        where TProvider : class, IConfiguredProvider
    {
        services.AddSingleton(provider => make(new Needs(
            provider.GetRequiredService<Dependencies>(), provider.GetRequiredService<ModelRates>(), provider.GetRequiredService<TimeProvider>())));
        services.AddSingleton<IConfiguredProvider>(provider => provider.GetRequiredService<TProvider>());
        if (typeof(IEmbeddingProvider).IsAssignableFrom(typeof(TProvider)))
            services.AddSingleton(provider => (IEmbeddingProvider)provider.GetRequiredService<TProvider>());
        if (typeof(IRerankingProvider).IsAssignableFrom(typeof(TProvider)))
            services.AddSingleton(provider => (IRerankingProvider)provider.GetRequiredService<TProvider>());
        if (typeof(IChatProvider).IsAssignableFrom(typeof(TProvider)))
            services.AddSingleton(provider => (IChatProvider)provider.GetRequiredService<TProvider>());
    }

    private sealed record Needs(Dependencies Dependencies, ModelRates Rates, TimeProvider Clock);
}
