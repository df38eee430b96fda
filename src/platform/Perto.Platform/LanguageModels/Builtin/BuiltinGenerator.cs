using Microsoft.Extensions.AI;
using Perto.Language;

namespace Perto.Platform;

/// <summary>A <see cref="LexicalEmbedder"/> in the form that all models have.</summary>
public sealed class BuiltinGenerator(LexicalEmbedder embedder) : IEmbeddingGenerator<string, Embedding<float>>
{
    // Fewer are done before a second thread has begun.
    private const int FewTexts = 16;

    private readonly EmbeddingGeneratorMetadata _metadata = new(BuiltinProvider.ProviderName, defaultModelId: embedder.Id, defaultModelDimensions: LexicalEmbedder.Dimension);

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (options?.Dimensions is { } dimensions && dimensions != LexicalEmbedder.Dimension)
        {
            throw new InvalidValueException(
                "dimensions", dimensions, $"{LexicalEmbedder.Dimension}", $"dimensions must be {LexicalEmbedder.Dimension} with the built-in embedder; got {dimensions}");
        }
        string[] texts = [.. values];
        float[][] vectors = new float[texts.Length][];
        if (texts.Length <= FewTexts)
        {
            for (int i = 0; i < texts.Length; i++)
                vectors[i] = embedder.Embed(texts[i]);
        }
        else
        {
            var parallel = new ParallelOptions { CancellationToken = cancellationToken };
            await Task.Run(() => Parallel.For(0, texts.Length, parallel, i => vectors[i] = embedder.Embed(texts[i])), cancellationToken);
        }
        return new GeneratedEmbeddings<Embedding<float>>(vectors.Select(vector => new Embedding<float>(vector) { ModelId = embedder.Id }));
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType == typeof(LexicalEmbedder) ? embedder
            : serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
        // The embedder is memory, and shared.
    }
}
