using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>
/// All models that this program can use, by name. What their calls take is counted to the tenant of <see cref="For"/>, or to the one that the options of a call
/// name (<see cref="EmbeddingOptionsExtensions"/>), or else to the installation.
/// </summary>
public sealed class LanguageModels
{
    private readonly IEnumerable<IEmbeddingProvider> _embedding;
    private readonly IEnumerable<IRerankingProvider> _reranking;
    private readonly IEnumerable<IChatProvider> _chat;
    private readonly ModelUsage? _usage;
    private readonly ModelCaller _caller;

    /// <param name="embedding">Providers of embeddings.</param>
    /// <param name="reranking">Providers of re-ranking.</param>
    /// <param name="chat">Providers of chat.</param>
    /// <param name="usage">Counts calls; null: nobody does.</param>
    public LanguageModels(
        IEnumerable<IEmbeddingProvider> embedding, IEnumerable<IRerankingProvider> reranking, IEnumerable<IChatProvider> chat, ModelUsage? usage = null)
        : this(embedding, reranking, chat, usage, ModelCaller.Installation)
    {
    }

    private LanguageModels(
        IEnumerable<IEmbeddingProvider> embedding, IEnumerable<IRerankingProvider> reranking, IEnumerable<IChatProvider> chat, ModelUsage? usage, ModelCaller caller)
    {
        _embedding = embedding;
        _reranking = reranking;
        _chat = chat;
        _usage = usage;
        _caller = caller;
    }

    /// <summary>The same models, whose calls are counted to a tenant.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="purpose">What for, 1 to 64 of a-z, 0-9, <c>-</c> and <c>_</c>, such as <c>memory</c>; null: the kind of the call.</param>
    /// <exception cref="ArgumentException">The purpose has another form.</exception>
    public LanguageModels For(TenantId tenant, string? purpose = null)
    {
        _ = tenant.Value;
        return new LanguageModels(_embedding, _reranking, _chat, _usage, new ModelCaller(tenant, ModelCaller.CheckedPurpose(purpose)));
    }

    /// <summary>The names of providers of embeddings.</summary>
    public IReadOnlyList<string> EmbeddingProviders => [.. _embedding.Select(provider => provider.Name).Order(StringComparer.Ordinal)];

    /// <summary>The generator of a model.</summary>
    /// <param name="name">Which.</param>
    /// <param name="field">What the name is called where it was given, for the error.</param>
    /// <exception cref="InvalidValueException">No provider of embeddings has this name.</exception>
    /// <exception cref="InvalidSettingException">A setting that it needs, such as its key, is not given.</exception>
    public IEmbeddingGenerator<string, Embedding<float>> Generator(ModelName name, string field = "model")
    {
        IEmbeddingGenerator<string, Embedding<float>> generator = Of(_embedding, provider => provider.Name, name, field, "embeddings").Generator(name.Model);
        return _usage is null ? generator
            : new MeteredEmbeddingGenerator(generator, Named(name, (generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata)?.DefaultModelId), _caller, _usage);
    }

    /// <summary>A model that judges documents.</summary>
    /// <inheritdoc cref="Generator"/>
    public IReranker Reranker(ModelName name, string field = "model")
    {
        IReranker reranker = Of(_reranking, provider => provider.Name, name, field, "re-ranking").Reranker(name.Model);
        return _usage is null ? reranker : new MeteredReranker(reranker, Named(name, reranker.Model.Model), _caller, _usage);
    }

    /// <summary>A model that answers in words.</summary>
    /// <inheritdoc cref="Generator"/>
    public IChatClient Chat(ModelName name, string field = "model")
    {
        IChatClient client = Of(_chat, provider => provider.Name, name, field, "chat").Chat(name.Model);
        return _usage is null ? client
            : new MeteredChatClient(client, Named(name, (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId), _caller, _usage);
    }

    // A name without a model means the provider's default, which is what is counted.
    private static ModelName Named(ModelName name, string? model) => name.Model.Length > 0 || string.IsNullOrEmpty(model) ? name : name with { Model = model };

    private static T Of<T>(IEnumerable<T> providers, Func<T, string> nameOf, ModelName name, string field, string purpose) =>
        providers.FirstOrDefault(provider => nameOf(provider) == name.Provider) ?? throw Unknown(providers.Select(nameOf), name, field, purpose);

    private static InvalidValueException Unknown(IEnumerable<string> providers, ModelName name, string field, string purpose)
    {
        string known = string.Join(", ", providers.Order(StringComparer.Ordinal));
        return new InvalidValueException(field, name.ToString(), known, $"{field} must begin with a provider of {purpose} ({known}); got '{name}'");
    }
}
