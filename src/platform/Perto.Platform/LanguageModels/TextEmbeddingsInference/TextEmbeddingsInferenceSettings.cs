using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>
/// Settings under <c>Perto:TextEmbeddingsInference</c>: servers of Hugging Face's Text Embeddings Inference. Each of them serves one model, so that the one that
/// embeds and the one that re-ranks have addresses of their own.
/// </summary>
public sealed class TextEmbeddingsInferenceSettings
{
    internal const string Section = "TextEmbeddingsInference";

    /// <summary>The server whose model embeds, such as <c>http://localhost:8080</c>; null: none.</summary>
    public Uri? EmbeddingUrl { get; set; }

    /// <summary>The server whose model re-ranks; null: none.</summary>
    public Uri? RerankingUrl { get; set; }

    /// <summary>The key, where the servers were started with one. It is shown to nobody.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The model that embeds, as the server's <c>/info</c> names it: another one is refused, also when it was replaced later. Null: whatever is served.</summary>
    public string? EmbeddingModel { get; set; }

    /// <summary>The model that re-ranks, likewise.</summary>
    public string? RerankingModel { get; set; }

    /// <summary>Most texts in a request; fewer where a server takes fewer (<c>--max-client-batch-size</c>, 32 by default).</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 32;

    /// <summary>Lets the servers cut texts that are longer than the model reads; otherwise they refuse them.</summary>
    public bool Truncate { get; set; } = true;

    /// <exception cref="InvalidSettingException">A setting cannot be used.</exception>
    internal void Check()
    {
        ApiKey = ServiceAddress.CheckedKey(ApiKey, "Perto:TextEmbeddingsInference:ApiKey");
        EmbeddingUrl = EmbeddingUrl is null ? null : ServiceAddress.Checked(EmbeddingUrl, "Perto:TextEmbeddingsInference:EmbeddingUrl", "http://localhost:8080/");
        RerankingUrl = RerankingUrl is null ? null : ServiceAddress.Checked(RerankingUrl, "Perto:TextEmbeddingsInference:RerankingUrl", "http://localhost:8081/");
    }
}
