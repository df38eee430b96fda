using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>Models of files, run in this process: <c>local:NAME</c>.</summary>
internal sealed class LocalProvider(LocalModels models, LocalCompute compute) : IEmbeddingProvider, IRerankingProvider
{
    public const string ProviderName = "local";

    public string Name => ProviderName;

    public IEmbeddingGenerator<string, Embedding<float>> Generator(string model) => new LocalEmbeddingGenerator(models, compute, models.Folder(Named(model)), model);

    public IReranker Reranker(string model) => new LocalReranker(models, compute, models.Folder(Named(model)), Named(model));

    private static ModelName Named(string model) => new(ProviderName, model);
}
