namespace Perto.Platform;

/// <summary>Documents are to be judged and no model is there that could.</summary>
public sealed class RerankerMissingException(string? problem) : PertoException(
    "reranker_missing",
    501,
    problem is null
        ? "No re-ranking model is set up: set Perto:Reranking:Profile or Perto:Reranking:Model; docs/reranking.md says what there is"
        : $"The re-ranking model cannot be used: {problem}");
