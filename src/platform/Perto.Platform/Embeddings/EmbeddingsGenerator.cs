using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>The embeddings of a tenant in the form that other libraries take.</summary>
internal sealed class EmbeddingsGenerator(Embeddings embeddings, TenantId tenant, EmbeddingRequest request) : IEmbeddingGenerator<string, Embedding<float>>
{
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        EmbeddingRequest asked = request with
        {
            Dimensions = options?.Dimensions ?? request.Dimensions,
            Model = Named(options?.ModelId),
            Purpose = options?.AdditionalProperties?.ContainsKey(EmbeddingOptionsExtensions.InputType) == true ? options.Purpose() : request.Purpose,
        };
        var generated = new GeneratedEmbeddings<Embedding<float>>();
        long? tokens = 0;
        foreach (string[] part in values.Chunk(EmbeddingRequest.MaxTexts))
        {
            EmbeddedTexts made = await embeddings.EmbedAsync(tenant, part, asked, cancellationToken);
            tokens += made.Tokens;
            // Whoever takes vectors from here may change them; the kept ones are everybody's.
            generated.AddRange(made.Vectors.Select(vector => new Embedding<float>(vector.AsSpan().ToArray()) { ModelId = made.Model.ToString() }));
        }
        generated.Usage = tokens is null ? null : new UsageDetails { InputTokenCount = tokens, TotalTokenCount = tokens };
        return generated;
    }

    // Libraries give back the id that the metadata names, which is the provider's own.
    private ModelName? Named(string? id) => id is null || id == embeddings.Open(request.Model ?? embeddings.DefaultModel).Version ? request.Model : ModelName.Parse(id);

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        if (serviceType == typeof(EmbeddingGeneratorMetadata))
        {
            EmbeddingModel model = embeddings.Open(request.Model ?? embeddings.DefaultModel);
            return new EmbeddingGeneratorMetadata(model.Name.Provider, defaultModelId: model.Version);
        }
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
        // Models are shared and stay open.
    }
}
