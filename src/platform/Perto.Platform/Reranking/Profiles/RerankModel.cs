namespace Perto.Platform;

/// <summary>A re-ranker, or why there is none.</summary>
/// <param name="Name">Its name as settings have it.</param>
/// <param name="Reranker">The re-ranker; null where it cannot be used.</param>
/// <param name="Problem">Why not; null where it can, and where none is wanted.</param>
/// <param name="At">When it was made or failed.</param>
internal sealed record RerankModel(ModelName Name, IReranker? Reranker, string? Problem, DateTimeOffset At)
{
    /// <summary>None is wanted.</summary>
    public static RerankModel None { get; } = new(new ModelName("none", ""), Reranker: null, Problem: null, default);
}
