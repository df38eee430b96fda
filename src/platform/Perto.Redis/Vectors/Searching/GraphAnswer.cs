namespace Perto.Redis;

/// <summary>What a vector set found.</summary>
/// <param name="Ids">The ids, nearest first.</param>
/// <param name="Cosine">The cosine of the last of them, as far as the quantisation tells.</param>
/// <param name="Elements">How many elements the set has.</param>
internal sealed record GraphAnswer(IReadOnlyList<string> Ids, double Cosine, long Elements);
