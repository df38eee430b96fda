namespace Perto.Recommendations;

/// <summary>The parts of a score.</summary>
/// <param name="Sources">Normalised score (0..1) by each source that found the item.</param>
/// <param name="Features">What each part added to the score.</param>
/// <param name="Rules">Rules that changed the score, with their effect.</param>
public sealed record Why(
    IReadOnlyDictionary<string, double> Sources,
    IReadOnlyDictionary<string, double> Features,
    IReadOnlyList<string> Rules);
