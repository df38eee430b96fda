using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>Models of Cohere that embed and re-rank, by version 2 of its API.</summary>
internal sealed class CohereProvider : IEmbeddingProvider, IRerankingProvider, IConfiguredProvider, IDisposable
{
    public const string ProviderName = "cohere";

    private readonly CohereSettings _settings;
    private readonly ModelRates _rates;
    private readonly Lazy<JsonOverHttp> _http;

    public CohereProvider(CohereSettings settings, Dependencies dependencies, ModelRates rates, TimeProvider clock)
    {
        _settings = settings;
        _rates = rates;
        _http = new Lazy<JsonOverHttp>(() => new JsonOverHttp(dependencies[ProviderName], Service(settings), clock));
    }

    public string Name => ProviderName;

    public IReadOnlyList<string> Dependencies => [ProviderName];

    public string? MissingSetting => _settings.ApiKey is null ? "Perto:Cohere:ApiKey" : null;

    public IReadOnlyList<ConfiguredModel> Models =>
        [new(LanguageModelKind.Embedding, _settings.EmbeddingModel), new(LanguageModelKind.Reranking, _settings.RerankingModel)];

    public IEmbeddingGenerator<string, Embedding<float>> Generator(string model) =>
        new RemoteEmbeddingGenerator(new CohereEmbedder(Http, _settings, model.Length > 0 ? model : _settings.EmbeddingModel), _rates[ProviderName]);

    public IReranker Reranker(string model) =>
        new RemoteReranker(new CohereReranker(Http, _settings, model.Length > 0 ? model : _settings.RerankingModel), _rates[ProviderName]);

    public void Dispose()
    {
        if (_http.IsValueCreated)
            _http.Value.Dispose();
    }

    private JsonOverHttp Http =>
        _settings.ApiKey is null ? throw new InvalidSettingException("Perto:Cohere:ApiKey", "not set", "a key of Cohere, where one of its models is used") : _http.Value;

    // https://docs.cohere.com/reference/about
    private static JsonService Service(CohereSettings settings) => new(settings.BaseUrl)
    {
        Headers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Authorization"] = $"Bearer {settings.ApiKey}",
            ["Accept"] = "application/json",
            ["X-Client-Name"] = "perto",
        },
        Secret = settings.ApiKey,
        KeySetting = "Perto:Cohere:ApiKey",
        ErrorText = static error => error.GetProperty("message").GetString(),
    };
}
