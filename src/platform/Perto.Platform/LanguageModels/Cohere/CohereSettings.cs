using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Settings under <c>Perto:Cohere</c>: models of Cohere that embed and re-rank.</summary>
public sealed class CohereSettings
{
    internal const string Section = "Cohere";

    /// <summary>The key. It is sent to the service and shown to nobody. Without one the provider is not there.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Where the service is, without the version.</summary>
    public Uri BaseUrl { get; set; } = new("https://api.cohere.com/");

    /// <summary>The model that embeds, where a name says <c>cohere</c> alone.</summary>
    [Required]
    public string EmbeddingModel { get; set; } = "embed-v4.0";

    /// <summary>The model that re-ranks, where a name says <c>cohere</c> alone.</summary>
    [Required]
    public string RerankingModel { get; set; } = "rerank-v3.5";

    /// <summary>Dimensions of vectors, for models that leave the choice (256, 512, 1024 or 1536 with <c>embed-v4.0</c>); null: the model's own.</summary>
    [Range(1, 65_536)]
    public int? Dimensions { get; set; }

    /// <summary>Most tokens of a document that are read when it is judged; null: what the service takes by default.</summary>
    [Range(1, 1_000_000)]
    public int? MaxTokensPerDocument { get; set; }

    /// <exception cref="InvalidSettingException">A setting cannot be used.</exception>
    internal void Check()
    {
        ApiKey = ServiceAddress.CheckedKey(ApiKey, "Perto:Cohere:ApiKey");
        BaseUrl = ServiceAddress.Checked(BaseUrl, "Perto:Cohere:BaseUrl", "https://api.cohere.com/");
    }
}
