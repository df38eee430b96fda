namespace Perto.Streaming;

/// <summary>A profile inside a household.</summary>
/// <param name="Id">The service's id of the profile; unique within the person.</param>
/// <param name="Name">What is shown.</param>
/// <param name="Maturity">The age for which titles may be shown, in years: a profile of 7 sees nothing that is from 12. Null for no limit.</param>
/// <param name="Languages">Languages that the profile wants, as BCP 47 codes, best first; none for any.</param>
public sealed record Profile(string Id, string? Name, int? Maturity, IReadOnlyList<string> Languages);
