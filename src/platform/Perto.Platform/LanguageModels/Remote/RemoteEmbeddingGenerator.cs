using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>Embeds texts by a service: as many requests as its limits need, one after the other, put together in order. Safe for use by many threads.</summary>
internal sealed class RemoteEmbeddingGenerator(IRemoteEmbedder embedder, ModelRate rate) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata _metadata = new(embedder.Model.Provider, embedder.Address, embedder.Model.Model, embedder.Dimensions);

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        IReadOnlyList<string> texts = RemoteTexts.Checked(values, "input", embedder.LongestText);
        EmbeddingPurpose purpose = options.Purpose();
        int? dimensions = options?.Dimensions ?? embedder.Dimensions;
        var made = new GeneratedEmbeddings<Embedding<float>>(texts.Count);
        if (texts.Count == 0)
            return made;
        long? tokens = 0;
        foreach (IReadOnlyList<string> part in RemoteTexts.Split(texts, await embedder.MostTextsAsync(cancellationToken), embedder.MostBytes))
        {
            RemoteEmbeddings embedded = await EmbedAsync(part, purpose, dimensions, cancellationToken);
            RemoteAnswers.SameDimensions(embedder.Dependency.Name, made.Count > 0 ? made[0].Vector.Length : embedded.Vectors[0].Length, embedded.Vectors[0].Length);
            made.AddRange(embedded.Vectors.Select(vector => new Embedding<float>(vector) { ModelId = embedder.Model.Model }));
            tokens += embedded.Tokens;
        }
        made.Usage = tokens is null ? null : new UsageDetails { InputTokenCount = tokens, TotalTokenCount = tokens };
        return made;
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    // The connections are the provider's.
    public void Dispose()
    {
    }

    private async Task<RemoteEmbeddings> EmbedAsync(IReadOnlyList<string> part, EmbeddingPurpose purpose, int? dimensions, CancellationToken cancellationToken)
    {
        ModelWork sent = new(part.Count, OutputTokens: 0) { Sent = RemoteTexts.Tokens(part) };
        ModelRequest request = new(rate, sent);
        RemoteEmbeddings embedded = await embedder.EmbedAsync(part, purpose, dimensions, request, cancellationToken);
        request.Answered(embedded.Tokens);
        ModelCall.Count(sent with { InputTokens = embedded.Tokens });
        return embedded;
    }
}
