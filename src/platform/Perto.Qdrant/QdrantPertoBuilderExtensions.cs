using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Qdrant;

/// <summary>Keeps the vectors of Perto in Qdrant.</summary>
public static class QdrantPertoBuilderExtensions
{
    /// <summary>
    /// Keeps vectors in the server of <c>Perto:Qdrant:Url</c> where <c>Perto:Vectors:Store</c> is <c>Qdrant</c>; does nothing otherwise, so that a host
    /// can always call it.
    /// </summary>
    /// <exception cref="InvalidSettingException">A setting cannot be used.</exception>
    public static PertoBuilder UseQdrant(this PertoBuilder perto)
    {
        ArgumentNullException.ThrowIfNull(perto);
        if (perto.Settings.Vectors.Store != VectorStoreChoice.Qdrant)
            return perto;
        QdrantSettings settings = perto.ReadSettings(QdrantSettings.Section, new QdrantSettings());
        QdrantAddress.Parse(settings);
        perto.AddDependency(
            QdrantVectorStore.DependencyName,
            "The vector store. Without it nothing near is found: searches and writes of vectors fail until it is back.",
            new DependencySettings { Timeout = TimeSpan.FromSeconds(10), Attempts = 4 });
        perto.Services.Replace(ServiceDescriptor.Singleton<IVectorStore>(services => new QdrantVectorStore(
            services.GetRequiredService<Dependencies>()[QdrantVectorStore.DependencyName],
            settings,
            services.GetRequiredService<TimeProvider>(),
            services.GetService<ILogger<QdrantVectorStore>>())));
        return perto;
    }
}
