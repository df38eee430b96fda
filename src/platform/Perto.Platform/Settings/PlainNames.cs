using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace Perto.Platform;

/// <summary>
/// Names of environment variables that people already have, such as <c>DATABASE_URL</c>, for settings of Perto. A setting's own name
/// (<c>PERTO__DATABASE__URL</c>) wins over its plain one.
/// </summary>
public static class PlainNames
{
    private static readonly PlainName[] Known =
    [
        new("DATABASE_URL", "Perto:Database:Url"),
        new("DATABASE_READ_REPLICA_URL", "Perto:Database:ReadReplicaUrl"),
        new("REDIS_URL", "Perto:Redis:Url"),
        new("PINECONE_API_KEY", "Perto:Pinecone:ApiKey"),
        new("PINECONE_ENVIRONMENT", "Perto:Pinecone:Environment"),
        new("PINECONE_INDEX_NAME", "Perto:Pinecone:Index"),
        new("OPENAI_API_KEY", "Perto:OpenAI:ApiKey"),
        new("COHERE_API_KEY", "Perto:Cohere:ApiKey"),
        new("JINA_API_KEY", "Perto:Jina:ApiKey"),
        new("EMBEDDINGS_BATCH_SIZE", "Perto:Embeddings:BatchSize"),
        new("SIMILARITY_CACHE_TTL", "Perto:Caching:SimilarityTtl", Seconds),
        new("RECOMMENDATIONS_MAX_COUNT", "Perto:Recommendations:MaxCount"),
        new("VECTOR_DB_ENABLED", "Perto:Finance:VectorSearch"),
        new("VECTOR_DB_SIMILARITY_THRESHOLD", "Perto:Finance:SimilarityThreshold"),
    ];

    /// <summary>All of them, each with the setting that it stands for.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = Known.ToDictionary(known => known.Name, known => known.Setting, StringComparer.Ordinal);

    /// <summary>Adds those that the environment has; add it before the sources that shall win over it. Empty ones count as absent.</summary>
    /// <param name="configuration">The host's.</param>
    /// <param name="environment">Gives a variable; null: the process's environment.</param>
    /// <exception cref="InvalidSettingException">A value cannot be read.</exception>
    public static IConfigurationBuilder AddPlainNames(this IConfigurationBuilder configuration, Func<string, string?>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        environment ??= Environment.GetEnvironmentVariable;
        Dictionary<string, string?> found = new(StringComparer.OrdinalIgnoreCase);
        foreach (PlainName known in Known)
        {
            if (environment(known.Name) is { Length: > 0 } value)
                found[known.Setting] = known.Read is null ? value : known.Read(known, value);
        }
        return configuration.Add(new MemoryConfigurationSource { InitialData = found });
    }

    /// <summary>The plain name of a setting; null where it has none.</summary>
    internal static string? Of(string setting) => Known.FirstOrDefault(known => known.Setting.Equals(setting, StringComparison.OrdinalIgnoreCase))?.Name;

    private static string Seconds(PlainName name, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0 and < 1e9
            ? TimeSpan.FromSeconds(seconds).ToString()
            : throw new InvalidSettingException(name.Setting, $"'{value}'", $"seconds in {name.Name}, such as 600");

    private sealed record PlainName(string Name, string Setting, Func<PlainName, string, string>? Read = null);
}
