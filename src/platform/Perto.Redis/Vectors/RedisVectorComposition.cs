using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Redis;

/// <summary>Puts the vectors of an installation in Redis.</summary>
internal static class RedisVectorComposition
{
    private const string StoreSetting = "Perto:Vectors:Store";
    private const string DependencyName = "redisvectors";

    /// <summary>Whether the settings ask for it.</summary>
    /// <exception cref="InvalidSettingException">They do, and name no Redis.</exception>
    public static bool IsChosen(PertoSettings settings) => settings.Vectors.Store switch
    {
        VectorStoreChoice.Redis when string.IsNullOrWhiteSpace(settings.Redis.Url) =>
            throw new InvalidSettingException(StoreSetting, $"'{VectorStoreChoice.Redis}'", "another store where Perto:Redis:Url names no Redis"),
        VectorStoreChoice.Redis => true,
        _ => false,
    };

    /// <summary>Replaces the vector store.</summary>
    public static void Use(PertoBuilder perto)
    {
        // A dependency of its own: a cache that is slow is better left out, and there is nothing to take the place of these.
        perto.AddDependency(DependencyName, "Keeps the vectors; without it nothing that needs them is answered", new DependencySettings
        {
            Timeout = TimeSpan.FromSeconds(10),
        });
        perto.Services.Replace(ServiceDescriptor.Singleton<IVectorStore>(services => new RedisVectorStore(
            services.GetRequiredService<RedisConnection>().Through(services.GetRequiredService<Dependencies>()[DependencyName]),
            services.GetRequiredService<PertoSettings>().Redis.Vectors,
            services.GetRequiredService<TimeProvider>())));
    }
}
