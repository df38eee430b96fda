namespace Perto.Platform;

/// <summary>What a language model is for.</summary>
public enum LanguageModelKind
{
    /// <summary>It turns texts into vectors.</summary>
    Embedding,

    /// <summary>It judges how well documents answer a query.</summary>
    Reranking,

    /// <summary>It answers in words.</summary>
    Chat,
}
