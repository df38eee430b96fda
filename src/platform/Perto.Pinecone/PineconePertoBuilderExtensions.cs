using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Pinecone;

/// <summary>Keeps Perto's vectors in Pinecone.</summary>
public static class PineconePertoBuilderExtensions
{
    private const string Purpose = "Keeps the vectors. Without it no vectors are searched or written; what stands in the database is still there";

    /// <summary>
    /// Keeps vectors in the project of the settings <c>Perto:Pinecone</c> where <c>Perto:Vectors:Store</c> is <c>Pinecone</c>; does nothing otherwise, so
    /// that a host can always call it.
    /// </summary>
    /// <exception cref="InvalidSettingException">A setting cannot be used, or there is no key.</exception>
    public static PertoBuilder UsePinecone(this PertoBuilder perto)
    {
        ArgumentNullException.ThrowIfNull(perto);
        if (perto.Settings.Vectors.Store != VectorStoreChoice.Pinecone)
            return perto;
        perto.AddModule(PineconeVectorStore.ProviderName, module => module.Settings<PineconeSettings>(PineconeSettings.Section));
        perto.Services.PostConfigure<PineconeSettings>(static settings => settings.Checked());
        perto.AddDependency(PineconeVectorStore.ProviderName, Purpose, new DependencySettings { Timeout = TimeSpan.FromSeconds(10), Attempts = 5 });
        perto.Services.Replace(ServiceDescriptor.Singleton<IVectorStore>(services =>
        {
            PineconeSettings settings = services.GetRequiredService<IOptions<PineconeSettings>>().Value;
            ILogger<PineconeVectorStore> logger = services.GetService<ILogger<PineconeVectorStore>>() ?? NullLogger<PineconeVectorStore>.Instance;
            PineconeLog.Kept(logger, settings.Index);
            return new PineconeVectorStore(
                settings, services.GetRequiredService<Dependencies>()[PineconeVectorStore.ProviderName], services.GetRequiredService<TimeProvider>(), logger);
        }));
        return perto;
    }
}
