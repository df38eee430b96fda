using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>Models of Jina AI that embed and re-rank.</summary>
internal sealed class JinaProvider : IEmbeddingProvider, IRerankingProvider, IConfiguredProvider, IDisposable
{
    public const string ProviderName = "jina";

    private readonly JinaSettings _settings;
    private readonly ModelRates _rates;
    private readonly Lazy<JsonOverHttp> _http;

    public JinaProvider(JinaSettings settings, Dependencies dependencies, ModelRates rates, TimeProvider clock)
    {
        _settings = settings;
        _rates = rates;
        _http = new Lazy<JsonOverHttp>(() => new JsonOverHttp(dependencies[ProviderName], Service(settings), clock));
    }

    public string Name => ProviderName;

    public IReadOnlyList<string> Dependencies => [ProviderName];

    public string? MissingSetting => _settings.ApiKey is null ? "Perto:Jina:ApiKey" : null;

    public IReadOnlyList<ConfiguredModel> Models =>
        [new(LanguageModelKind.Embedding, _settings.EmbeddingModel), new(LanguageModelKind.Reranking, _settings.RerankingModel)];

    public IEmbeddingGenerator<string, Embedding<float>> Generator(string model) =>
        new RemoteEmbeddingGenerator(new JinaEmbedder(Http, _settings, model.Length > 0 ? model : _settings.EmbeddingModel), _rates[ProviderName]);

    public IReranker Reranker(string model) =>
        new RemoteReranker(new JinaReranker(Http, _settings, model.Length > 0 ? model : _settings.RerankingModel), _rates[ProviderName]);

    public void Dispose()
    {
        if (_http.IsValueCreated)
            _http.Value.Dispose();
    }

    private JsonOverHttp Http =>
        _settings.ApiKey is null ? throw new InvalidSettingException("Perto:Jina:ApiKey", "not set", "a key of Jina AI, where one of its models is used") : _http.Value;

    private static JsonService Service(JinaSettings settings) => new(settings.BaseUrl)
    {
        Headers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Authorization"] = $"Bearer {settings.ApiKey}",
            // Without it some addresses of the vendor answer in text for people.
            ["Accept"] = "application/json",
        },
        Secret = settings.ApiKey,
        KeySetting = "Perto:Jina:ApiKey",
        ErrorText = ErrorText,
    };

    // "detail" is a text, or a list of what is wrong with each field; older answers have error.message.
    private static string? ErrorText(JsonElement error) =>
        error.TryGetProperty("detail", out JsonElement detail)
            ? detail.ValueKind switch
            {
                JsonValueKind.String => detail.GetString(),
                JsonValueKind.Array => string.Join("; ", detail.EnumerateArray().Select(one => one.GetProperty("msg").GetString())),
                _ => null,
            }
            : error.GetProperty("error").GetProperty("message").GetString();
}
