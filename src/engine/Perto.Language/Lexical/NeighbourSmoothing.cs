namespace Perto.Language;

/// <summary>
/// Lets the turns of a conversation, or the passages of a document, share what they scored with their neighbours: the answer often stands beside the
/// turn that has the words of the question.
/// </summary>
public static class NeighbourSmoothing
{
    /// <summary>Half of what stands beside it, a quarter of what stands two away.</summary>
    public static IReadOnlyList<double> DefaultWeights { get; } = [0.5, 0.25];

    /// <summary>To each score is added that of the neighbours on both sides, each times the weight of its distance. Beyond the ends nothing is added.</summary>
    /// <param name="scores">Of the turns of one conversation, in their order; 0 for one that was not found.</param>
    /// <param name="smoothed">Where to; as many, and not the same memory.</param>
    /// <param name="weights">For distance 1, 2 and so on, finite; null: <see cref="DefaultWeights"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ, the memories overlap, or a weight is not finite.</exception>
    public static void Smooth(ReadOnlySpan<double> scores, Span<double> smoothed, IReadOnlyList<double>? weights = null)
    {
        weights ??= DefaultWeights;
        if (scores.Length != smoothed.Length)
            throw new ArgumentException($"There are {scores.Length} scores and room for {smoothed.Length}; both must be as many.", nameof(smoothed));
        if (scores.Overlaps(smoothed))
            throw new ArgumentException("A score is read after the one before it was smoothed; the result needs memory of its own.", nameof(smoothed));
        foreach (double weight in weights)
        {
            if (!double.IsFinite(weight))
                throw new ArgumentException($"A weight is {weight}; weights must be finite.", nameof(weights));
        }
        for (int i = 0; i < scores.Length; i++)
        {
            double sum = scores[i];
            for (int distance = 1; distance <= weights.Count; distance++)
            {
                double around = (i - distance >= 0 ? scores[i - distance] : 0) + (i + distance < scores.Length ? scores[i + distance] : 0);
                sum += weights[distance - 1] * around;
            }
            smoothed[i] = sum;
        }
    }
}
