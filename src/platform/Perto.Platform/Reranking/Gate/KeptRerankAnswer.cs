namespace Perto.Platform;

/// <summary>An answer whose feedback would teach something: a row of <c>reranking_answer</c>.</summary>
internal sealed record KeptRerankAnswer
{
    public string Tenant { get; init; } = "";

    public string Id { get; init; } = "";

    public string Scope { get; init; } = "";

    public string Model { get; init; } = "";

    public string? Owner { get; init; }

    public string Shown { get; init; } = "";

    public double Propensity { get; init; }

    public string Original { get; init; } = "";

    public string Reranked { get; init; } = "";

    public long At { get; init; }

    public long? FeedbackAt { get; init; }
}
