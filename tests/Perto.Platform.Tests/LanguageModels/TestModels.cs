using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>Language models as a host has them, with settings of a test; calls fail at once unless a test says otherwise.</summary>
internal sealed class TestModels : IDisposable
{
    private static readonly string[] Services = ["openai", "ollama", "tei-embedding", "tei-reranking", "cohere", "jina"];

    private readonly ServiceProvider _services;

    private TestModels(ServiceProvider services) => _services = services;

    public LanguageModels Models => _services.GetRequiredService<LanguageModels>();

    public Dependencies Dependencies => _services.GetRequiredService<Dependencies>();

    public ModelUsage Usage => _services.GetRequiredService<ModelUsage>();

    public ILanguageModelAdministration Administration => _services.GetRequiredService<LocalLanguageModels>();

    public Chats Chats => _services.GetRequiredService<Chats>();

    /// <param name="settings">Below <c>Perto:</c>.</param>
    /// <param name="clock">By which is waited; the machine's, if it is left out.</param>
    /// <param name="database">Where usage is written; none, if it is left out.</param>
    public static TestModels With(IEnumerable<(string Setting, string? Value)> settings, TimeProvider? clock = null, IDatabase? database = null)
    {
        Dictionary<string, string?> values = new(StringComparer.OrdinalIgnoreCase);
        IReadOnlyList<(string Setting, string? Value)> given = [.. settings];
        foreach (string service in Services.Where(service => given.Any(one => IsOf(service, one.Setting))))
        {
            values[$"Perto:Dependencies:{service}:RetryDelay"] = "00:00:00";
            values[$"Perto:Dependencies:{service}:LongestRetryDelay"] = "00:00:00";
        }
        foreach ((string setting, string? value) in given)
            values[$"Perto:{setting}"] = value;
        ServiceCollection services = new();
        if (clock is not null)
            services.AddSingleton(clock);
        services.AddPerto(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        if (database is not null)
            services.AddSingleton(database);
        return new TestModels(services.BuildServiceProvider());
    }

    public static TestModels Cohere(CohereDouble cohere, params (string Setting, string? Value)[] more) =>
        With([("Cohere:ApiKey", cohere.ApiKey), ("Cohere:BaseUrl", cohere.Address.AbsoluteUri), .. more]);

    public static TestModels Jina(JinaDouble jina, params (string Setting, string? Value)[] more) =>
        With([("Jina:ApiKey", jina.ApiKey), ("Jina:BaseUrl", jina.Address.AbsoluteUri), .. more]);

    public static TestModels Ollama(OllamaDouble ollama, params (string Setting, string? Value)[] more) =>
        With([("Ollama:Url", ollama.Address.AbsoluteUri), .. more]);

    public static TestModels OpenAI(OpenAIDouble openAI, params (string Setting, string? Value)[] more) =>
        With([("OpenAI:ApiKey", openAI.ApiKey), ("OpenAI:BaseUrl", openAI.Api.AbsoluteUri), .. more]);

    public static TestModels Tei(TextEmbeddingsInferenceDouble tei, params (string Setting, string? Value)[] more) =>
        With([("TextEmbeddingsInference:EmbeddingUrl", tei.Address.AbsoluteUri), ("TextEmbeddingsInference:RerankingUrl", tei.Address.AbsoluteUri), .. more]);

    public IEmbeddingGenerator<string, Embedding<float>> Generator(string name) => Models.Generator(ModelName.Parse(name));

    public IReranker Reranker(string name) => Models.Reranker(ModelName.Parse(name));

    public IChatClient Chat(string name) => Models.Chat(ModelName.Parse(name));

    public static async Task<float[][]> VectorsAsync(IEmbeddingGenerator<string, Embedding<float>> generator, IEnumerable<string> texts, EmbeddingGenerationOptions? options = null) =>
        [.. (await generator.GenerateAsync(texts, options, TestContext.Current.CancellationToken)).Select(embedding => embedding.Vector.ToArray())];

    public void Dispose() => _services.Dispose();

    private static bool IsOf(string service, string setting) => service switch
    {
        "tei-embedding" => setting == "TextEmbeddingsInference:EmbeddingUrl",
        "tei-reranking" => setting == "TextEmbeddingsInference:RerankingUrl",
        _ => setting.StartsWith($"{service}:", StringComparison.OrdinalIgnoreCase),
    };
}
