using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Settings under <c>Perto:Jina</c>: models of Jina AI that embed and re-rank.</summary>
public sealed class JinaSettings
{
    internal const string Section = "Jina";

    /// <summary>The key. It is sent to the service and shown to nobody. Without one the provider is not there.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Where the service is, without the version.</summary>
    public Uri BaseUrl { get; set; } = new("https://api.jina.ai/");

    /// <summary>The model that embeds, where a name says <c>jina</c> alone.</summary>
    [Required]
    public string EmbeddingModel { get; set; } = "jina-embeddings-v3";

    /// <summary>The model that re-ranks, where a name says <c>jina</c> alone.</summary>
    [Required]
    public string RerankingModel { get; set; } = "jina-reranker-v2-base-multilingual";

    /// <summary>Dimensions of vectors, for models that leave the choice (32 to 1,024 with <c>jina-embeddings-v3</c>); null: the model's own.</summary>
    [Range(1, 65_536)]
    public int? Dimensions { get; set; }

    /// <summary>Most texts, or documents, in a request.</summary>
    [Range(1, 2_048)]
    public int BatchSize { get; set; } = 512;

    /// <summary>Says the purpose of texts as <c>task</c>; to be switched off for models that do not take it, such as <c>jina-embeddings-v2-base-en</c>.</summary>
    public bool SendTask { get; set; } = true;

    /// <exception cref="InvalidSettingException">A setting cannot be used.</exception>
    internal void Check()
    {
        ApiKey = ServiceAddress.CheckedKey(ApiKey, "Perto:Jina:ApiKey");
        BaseUrl = ServiceAddress.Checked(BaseUrl, "Perto:Jina:BaseUrl", "https://api.jina.ai/");
    }
}
