using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>How texts become vectors: settings under <c>Perto:Embeddings</c>.</summary>
public sealed class EmbeddingSettings
{
    /// <summary>The model that is used where a caller names none, as <c>provider:model</c>.</summary>
    [Required]
    public string Model { get; set; } = "builtin";

    /// <summary>Further models that callers over HTTP may name, as <c>provider:model</c>. What is not here is not opened for them.</summary>
    public IList<string> Models { get; set; } = [];

    /// <summary>Most texts in one call of a model. A provider that takes fewer splits them further.</summary>
    [Range(1, 2_048)]
    public int BatchSize { get; set; } = 10;

    /// <summary>Calls of one model that run at the same time. While they do, texts of all callers gather for the next one.</summary>
    [Range(1, 256)]
    public int ConcurrentCalls { get; set; } = 4;

    /// <summary>Texts that may wait for a model; more are refused, to be sent again in a moment.</summary>
    [Range(1, 10_000_000)]
    public int MostWaiting { get; set; } = 50_000;

    /// <summary>Whether vectors are kept.</summary>
    public bool Cache { get; set; } = true;

    /// <summary>How long a vector is kept in the memory of servers and in Redis; 0 keeps none there.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan CacheTtl { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long after its last use a vector is kept in the database; 0 keeps none there.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan StoredTtl { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Characters of a text that are kept beside its vector in the database, for people who look there; 0 keeps none.</summary>
    [Range(0, 1_000)]
    public int KeptCharacters { get; set; } = 200;

    /// <summary>Whether the common queries are embedded when a tenant first embeds anything.</summary>
    public bool Prewarm { get; set; } = true;

    /// <summary>The common queries. A list of your own takes the place of these.</summary>
    public IList<string>? PrewarmTexts { get; set; }

    internal const string Section = "Embeddings";

    internal static IReadOnlyList<string> DefaultPrewarmTexts { get; } = ["qual meu último pedido", "status do pedido", "cancelar pedido"];
}
