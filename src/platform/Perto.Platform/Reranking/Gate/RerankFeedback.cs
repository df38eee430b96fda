namespace Perto.Platform;

/// <summary>What of an answer was of use.</summary>
public sealed record RerankFeedback
{
    /// <summary>The answer, as its report names it.</summary>
    /// <example>0194bb1e-3c5f-7a61-9a53-0d6c1a2b3c4d</example>
    public required string Id { get; init; }

    /// <summary>Ids of results of the answer that were opened, quoted, or otherwise of use; none where nothing was.</summary>
    public required IReadOnlyList<string> Used { get; init; }
}
