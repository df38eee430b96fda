using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>Models of OpenAI and of servers that speak its API.</summary>
internal sealed class OpenAIProvider : IEmbeddingProvider, IChatProvider, IConfiguredProvider, IDisposable
{
    public const string ProviderName = "openai";

    private readonly OpenAISettings _settings;
    private readonly ModelRates _rates;
    private readonly Lazy<OpenAIService> _service;

    public OpenAIProvider(OpenAISettings settings, Dependencies dependencies, ModelRates rates, TimeProvider clock)
    {
        _settings = settings;
        _rates = rates;
        _service = new Lazy<OpenAIService>(() => new OpenAIService(dependencies[ProviderName], settings, clock));
    }

    public string Name => ProviderName;

    public IReadOnlyList<string> Dependencies => [ProviderName];

    public string? MissingSetting => _settings.Missing;

    public IReadOnlyList<ConfiguredModel> Models => [new(LanguageModelKind.Embedding, _settings.EmbeddingModel), new(LanguageModelKind.Chat, _settings.ChatModel)];

    public IEmbeddingGenerator<string, Embedding<float>> Generator(string model) =>
        new RemoteEmbeddingGenerator(new OpenAIEmbedder(Service, _settings, model.Length > 0 ? model : _settings.EmbeddingModel), _rates[ProviderName]);

    public IChatClient Chat(string model) => new OpenAIChatClient(Service, model.Length > 0 ? model : _settings.ChatModel, _rates[ProviderName]);

    public void Dispose()
    {
        if (_service.IsValueCreated)
            _service.Value.Dispose();
    }

    private OpenAIService Service =>
        _settings.Missing is { } missing ? throw new InvalidSettingException(missing, "not set", "a key of OpenAI, where one of its models is used") : _service.Value;
}
