namespace Perto.Platform;

/// <summary>
/// What a text is embedded for. Asymmetrical models, such as those of Cohere, Jina and E5, read a question otherwise than what answers it; models without
/// this difference take no notice.
/// </summary>
public enum EmbeddingPurpose
{
    /// <summary>It is kept and looked for.</summary>
    Document,

    /// <summary>It is what documents are looked for by.</summary>
    Query,
}
