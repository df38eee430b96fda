using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>Models that Ollama runs.</summary>
internal sealed class OllamaProvider : IEmbeddingProvider, IChatProvider, IConfiguredProvider, IDisposable
{
    public const string ProviderName = "ollama";

    private readonly OllamaSettings _settings;
    private readonly ModelRates _rates;
    private readonly Lazy<OllamaService> _service;

    public OllamaProvider(OllamaSettings settings, Dependencies dependencies, ModelRates rates, TimeProvider clock)
    {
        _settings = settings;
        _rates = rates;
        _service = new Lazy<OllamaService>(() => new OllamaService(dependencies[ProviderName], settings, clock));
    }

    public string Name => ProviderName;

    public IReadOnlyList<string> Dependencies => [ProviderName];

    public string? MissingSetting => _settings.Url is null ? "Perto:Ollama:Url" : null;

    public IReadOnlyList<ConfiguredModel> Models => [new(LanguageModelKind.Embedding, _settings.EmbeddingModel), new(LanguageModelKind.Chat, _settings.ChatModel)];

    public IEmbeddingGenerator<string, Embedding<float>> Generator(string model) =>
        new RemoteEmbeddingGenerator(new OllamaEmbedder(Service, _settings, model.Length > 0 ? model : _settings.EmbeddingModel), _rates[ProviderName]);

    public IChatClient Chat(string model) => new OllamaChatClient(Service, _settings, model.Length > 0 ? model : _settings.ChatModel, _rates[ProviderName]);

    public void Dispose()
    {
        if (_service.IsValueCreated)
            _service.Value.Dispose();
    }

    private OllamaService Service =>
        _settings.Url is null ? throw new InvalidSettingException("Perto:Ollama:Url", "not set", "the address of Ollama, such as http://localhost:11434, where one of its models is used") : _service.Value;
}
