namespace Perto.Platform;

/// <summary>
/// Says that a person's data are deleted, or how far that is. It does not name the person: who knows the id can have it compared
/// (<see cref="IPrivacy.VerifyAsync"/>).
/// </summary>
public sealed record ErasureReceipt
{
    /// <summary>Id of the erasure.</summary>
    public required string Id { get; init; }

    /// <summary>How far it is.</summary>
    public required ErasureState State { get; init; }

    /// <summary>The person, as HMAC-SHA-256 of tenant and id under the installation's key.</summary>
    public required string SubjectHash { get; init; }

    /// <summary>When it was asked for; from then on new data of the person are refused.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When it was done; null until then.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Each declared place, also where nothing was.</summary>
    public required IReadOnlyList<ErasedSource> Sources { get; init; }

    /// <summary>Rows, records and things in all places.</summary>
    public long TotalItems => Sources.Sum(source => source.Items);

    /// <summary>Why the last attempt stopped, where it did: it is tried again.</summary>
    public string? Failure { get; init; }
}
