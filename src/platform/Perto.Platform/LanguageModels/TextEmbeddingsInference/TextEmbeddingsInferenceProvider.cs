using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>Models that Text Embeddings Inference serves. A name after <c>tei:</c> is the model that the server must have.</summary>
internal sealed class TextEmbeddingsInferenceProvider : IEmbeddingProvider, IRerankingProvider, IConfiguredProvider, IDisposable
{
    public const string ProviderName = "tei";
    public const string EmbeddingDependency = "tei-embedding";
    public const string RerankingDependency = "tei-reranking";

    private const string EmbeddingUrl = "Perto:TextEmbeddingsInference:EmbeddingUrl";
    private const string RerankingUrl = "Perto:TextEmbeddingsInference:RerankingUrl";

    private readonly TextEmbeddingsInferenceSettings _settings;
    private readonly ModelRates _rates;
    private readonly TimeProvider _clock;
    // A server is asked once for all who use its model.
    private readonly ConcurrentDictionary<(Uri Address, string Expected), ServedModel> _served = new();
    private readonly Lazy<JsonOverHttp> _embedding;
    private readonly Lazy<JsonOverHttp> _reranking;

    public TextEmbeddingsInferenceProvider(TextEmbeddingsInferenceSettings settings, Dependencies dependencies, ModelRates rates, TimeProvider clock)
    {
        _settings = settings;
        _rates = rates;
        _clock = clock;
        _embedding = new Lazy<JsonOverHttp>(() => new JsonOverHttp(dependencies[EmbeddingDependency], Service(settings, settings.EmbeddingUrl!), clock));
        _reranking = new Lazy<JsonOverHttp>(() => new JsonOverHttp(dependencies[RerankingDependency], Service(settings, settings.RerankingUrl!), clock));
    }

    public string Name => ProviderName;

    public IReadOnlyList<string> Dependencies =>
        [.. (_settings.EmbeddingUrl is null ? (string[])[] : [EmbeddingDependency]), .. (_settings.RerankingUrl is null ? (string[])[] : [RerankingDependency])];

    public string? MissingSetting => _settings.EmbeddingUrl is null && _settings.RerankingUrl is null ? EmbeddingUrl : null;

    public IReadOnlyList<ConfiguredModel> Models =>
    [
        .. (_settings.EmbeddingUrl is null ? (ConfiguredModel[])[] : [new(LanguageModelKind.Embedding, _settings.EmbeddingModel ?? "")]),
        .. (_settings.RerankingUrl is null ? (ConfiguredModel[])[] : [new(LanguageModelKind.Reranking, _settings.RerankingModel ?? "")]),
    ];

    public IEmbeddingGenerator<string, Embedding<float>> Generator(string model)
    {
        Uri address = _settings.EmbeddingUrl ?? throw Missing(EmbeddingUrl);
        string expected = model.Length > 0 ? model : _settings.EmbeddingModel ?? "";
        ServedModel served = Served(_embedding.Value, address, expected);
        return new RemoteEmbeddingGenerator(new TextEmbeddingsInferenceEmbedder(_embedding.Value, address, served, _settings.Truncate), _rates[ProviderName]);
    }

    public IReranker Reranker(string model)
    {
        Uri address = _settings.RerankingUrl ?? throw Missing(RerankingUrl);
        string expected = model.Length > 0 ? model : _settings.RerankingModel ?? "";
        ServedModel served = Served(_reranking.Value, address, expected);
        return new RemoteReranker(new TextEmbeddingsInferenceReranker(_reranking.Value, served, _settings.Truncate), _rates[ProviderName]);
    }

    public void Dispose()
    {
        if (_embedding.IsValueCreated)
            _embedding.Value.Dispose();
        if (_reranking.IsValueCreated)
            _reranking.Value.Dispose();
    }

    private ServedModel Served(JsonOverHttp http, Uri address, string expected) =>
        _served.GetOrAdd((address, expected), _ => new ServedModel(http, expected, _settings.BatchSize, _clock));

    private static InvalidSettingException Missing(string setting) =>
        new(setting, "not set", "the address of a server of Text Embeddings Inference, such as http://localhost:8080, where its model is used");

    private static JsonService Service(TextEmbeddingsInferenceSettings settings, Uri address) => new(address)
    {
        Headers = settings.ApiKey is null
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal) { ["Authorization"] = $"Bearer {settings.ApiKey}" },
        Secret = settings.ApiKey,
        KeySetting = "Perto:TextEmbeddingsInference:ApiKey",
        ErrorText = static error => error.GetProperty("error").GetString(),
    };
}
