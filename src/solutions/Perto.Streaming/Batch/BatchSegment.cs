namespace Perto.Streaming;

/// <summary>Which people a batch is for; who meets all of it.</summary>
public sealed record BatchSegment
{
    /// <summary>The country of their account, ISO 3166.</summary>
    public string? Country { get; init; }

    /// <summary>Their subscription.</summary>
    public string? Tier { get; init; }

    /// <summary>Who watched or rated something since then.</summary>
    public DateTimeOffset? ActiveSinceAt { get; init; }
}
