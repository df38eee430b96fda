namespace Perto.Platform;

/// <summary>How results moved.</summary>
/// <param name="Up">Results that stand higher than in the order of retrieval.</param>
/// <param name="Down">Results that stand lower.</param>
/// <param name="Same">Results that stand where they stood.</param>
/// <param name="Positions">The positions that all of them moved, together.</param>
public sealed record RankChanges(int Up, int Down, int Same, int Positions)
{
    internal static RankChanges Of(IReadOnlyList<RerankedResult> results) => new(
        results.Count(result => result.RankChange > 0),
        results.Count(result => result.RankChange < 0),
        results.Count(result => result.RankChange == 0),
        results.Sum(result => Math.Abs(result.RankChange)));
}
