namespace Perto.Platform;

/// <summary>A gate: what feedback taught of a model in a scope.</summary>
public sealed record RerankGateStatus
{
    /// <summary>Where the candidates come from.</summary>
    /// <example>messages</example>
    public required string Scope { get; init; }

    /// <summary>The model, as <c>provider:model</c>.</summary>
    /// <example>local:ms-marco-MiniLM-L-6-v2</example>
    public required string Model { get; init; }

    /// <summary>What is known of it.</summary>
    public required RerankGateState State { get; init; }

    /// <summary>Feedbacks in all.</summary>
    /// <example>240</example>
    public required long Feedbacks { get; init; }

    /// <summary>
    /// Mean of nDCG of the re-ranked order less nDCG of the original, over the latest feedbacks that speak for one of them (ten epochs at most),
    /// weighted so that answers in both orders count alike: greater than 0 is better.
    /// </summary>
    /// <example>0.12</example>
    public required double Advantage { get; init; }

    /// <summary>How sure harm is: off when it reaches 1. It grows with evidence and is 0 without any.</summary>
    /// <example>0</example>
    public required double Harm { get; init; }

    /// <summary>How sure help is: known to help when it reaches 1.</summary>
    /// <example>0.4</example>
    public required double Help { get; init; }

    /// <summary>Share of its answers that keep the order of retrieval now.</summary>
    /// <example>0.2</example>
    public required double Exploration { get; init; }

    /// <summary>Times that it was switched off since it last helped.</summary>
    /// <example>0</example>
    public required int Closures { get; init; }

    /// <summary>When it is tried again; none where it is not off.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}
