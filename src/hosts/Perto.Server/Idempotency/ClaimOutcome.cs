namespace Perto.Server;

/// <summary>What became of trying to claim a key.</summary>
internal abstract record ClaimOutcome
{
    private ClaimOutcome()
    {
    }

    /// <summary>The caller holds the claim and carries the request out.</summary>
    public sealed record Held(IdempotencyClaim Claim) : ClaimOutcome;

    /// <summary>The request was carried out before.</summary>
    public sealed record Answered(StoredAnswer Answer) : ClaimOutcome;

    /// <summary>Another caller carries the same request out now.</summary>
    public sealed record InProgress : ClaimOutcome;

    /// <summary>The key belongs to another request.</summary>
    /// <param name="Endpoint">Method and path of that request.</param>
    public sealed record Reused(string Endpoint) : ClaimOutcome;
}
