namespace Perto.Platform;

/// <summary>What a model took on a day for one purpose.</summary>
public sealed record ModelUsageRow
{
    /// <summary>The day, in UTC.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The provider.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>What it was used for: <c>embedding</c>, <c>reranking</c>, <c>chat</c>, or what the caller said.</summary>
    public required string Purpose { get; init; }

    /// <summary>Requests that were answered, and those that were cut off after they began.</summary>
    public required long Requests { get; init; }

    /// <summary>Texts, documents or messages that were sent.</summary>
    public required long Texts { get; init; }

    /// <summary>Tokens that were read, as far as the provider says.</summary>
    public required long InputTokens { get; init; }

    /// <summary>Tokens that were written, as far as the provider says.</summary>
    public required long OutputTokens { get; init; }

    /// <summary>Searches, for re-ranking that is billed by them.</summary>
    public required long Searches { get; init; }

    /// <summary>What the requests with a known cost cost, in millionths of a US dollar.</summary>
    public required long CostMicroUsd { get; init; }

    /// <summary>Requests whose cost is not known, because no price is set, or the provider did not say what they took and there is no limit of spending.</summary>
    public required long UnpricedRequests { get; init; }

    /// <summary>
    /// Requests whose part of the cost is an estimate, as the provider did not say what they took and a limit of spending must count them: four characters for a
    /// token.
    /// </summary>
    public long EstimatedRequests { get; init; }
}
