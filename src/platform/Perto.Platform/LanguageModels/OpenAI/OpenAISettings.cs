using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Settings under <c>Perto:OpenAI</c>: models of OpenAI, or of any server that speaks its API (vLLM, llama.cpp, LM Studio and others).</summary>
public sealed class OpenAISettings
{
    internal const string Section = "OpenAI";

    private static readonly Uri Vendor = new("https://api.openai.com/v1");

    /// <summary>The key. It is sent to the service and shown to nobody. Needed for OpenAI itself; other servers may do without.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Where the API is, with its version: <c>http://localhost:8000/v1</c> for a server of one's own.</summary>
    public Uri BaseUrl { get; set; } = Vendor;

    /// <summary>The model that embeds, where a name says <c>openai</c> alone.</summary>
    [Required]
    public string EmbeddingModel { get; set; } = "text-embedding-3-small";

    /// <summary>The model that answers in words, where a name says <c>openai</c> alone.</summary>
    [Required]
    public string ChatModel { get; set; } = "gpt-4o-mini";

    /// <summary>Dimensions of vectors, for models that leave the choice (those of <c>text-embedding-3</c>); null: the model's own.</summary>
    [Range(1, 65_536)]
    public int? Dimensions { get; set; }

    /// <summary>Most texts in a request.</summary>
    [Range(1, 2_048)]
    public int BatchSize { get; set; } = 2_048;

    /// <summary>
    /// Most tokens of a text, as far as its length tells, four bytes each: a longer one is refused before anything is sent. Models of OpenAI read 8,192.
    /// </summary>
    [Range(1, 100_000_000)]
    public int MaxTokensPerText { get; set; } = 8_192;

    /// <summary>The organization that is billed, where the key belongs to several.</summary>
    public string? Organization { get; set; }

    /// <summary>The project that is billed.</summary>
    public string? Project { get; set; }

    /// <summary>The setting that is missing before it can be used; null: none.</summary>
    internal string? Missing => ApiKey is null && IsVendor ? "Perto:OpenAI:ApiKey" : null;

    private bool IsVendor => BaseUrl.Host.Equals(Vendor.Host, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="InvalidSettingException">A setting cannot be used.</exception>
    internal void Check()
    {
        ApiKey = ServiceAddress.CheckedKey(ApiKey, "Perto:OpenAI:ApiKey");
        ServiceAddress.Checked(BaseUrl, "Perto:OpenAI:BaseUrl", "https://api.openai.com/v1");
    }
}
