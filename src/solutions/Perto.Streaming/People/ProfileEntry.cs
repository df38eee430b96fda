using System.ComponentModel.DataAnnotations;

namespace Perto.Streaming;

/// <summary>What a service says of a profile inside a household. Only the id must be there.</summary>
public sealed record ProfileEntry
{
    /// <summary>The service's id of the profile; unique within the person.</summary>
    [MinLength(1), MaxLength(EventRules.MaxIdLength)]
    public required string Id { get; init; }

    /// <summary>What is shown; at most 200 characters.</summary>
    [MaxLength(AccountRules.MaxProfileNameLength)]
    public string? Name { get; init; }

    /// <summary>The age for which titles may be shown, in years; no limit if left out.</summary>
    [Range(0, TitleRules.MaxMaturity)]
    public int? Maturity { get; init; }

    /// <summary>Languages that the profile wants, as BCP 47 codes, best first.</summary>
    [MaxLength(AccountRules.MaxLanguages)]
    public IReadOnlyList<string>? Languages { get; init; }
}
