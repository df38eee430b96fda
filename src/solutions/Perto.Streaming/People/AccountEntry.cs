using System.ComponentModel.DataAnnotations;

namespace Perto.Streaming;

/// <summary>What a service says of a person. Nothing must be there.</summary>
public sealed record AccountEntry
{
    /// <summary>The country, as an ISO 3166 code of two letters.</summary>
    [MaxLength(2)]
    public string? Country { get; init; }

    /// <summary>The subscription; 1 to 256 characters.</summary>
    [MinLength(1), MaxLength(EventRules.MaxIdLength)]
    public string? Tier { get; init; }

    /// <summary>The profiles of the household.</summary>
    [MaxLength(AccountRules.MaxProfiles)]
    public IReadOnlyList<ProfileEntry>? Profiles { get; init; }
}
