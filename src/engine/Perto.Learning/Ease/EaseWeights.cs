using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// The item-to-item weights B of EASE in one of two forms. With P = (X'X + lambda I)^-1, B_ij = -P_ij / P_jj off the diagonal
/// and 0 on it.
/// </summary>
internal abstract class EaseWeights
{
    /// <summary>Number of items.</summary>
    public abstract int ItemCount { get; }

    /// <summary>scores = x'B for one history x.</summary>
    public abstract void Score(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> scores);

    /// <summary>The same for some items: scores[i] = x'B at wanted[i].</summary>
    public virtual void ScoreSome(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, ReadOnlySpan<int> wanted, Span<float> scores)
    {
        float[] all = new float[ItemCount];
        Score(items, weights, all);
        for (int i = 0; i < wanted.Length; i++)
            scores[i] = all[wanted[i]];
    }

    /// <summary>The same for several histories.</summary>
    public abstract void Score(InteractionMatrix histories, int firstUser, int userCount, Span<float> scores);

    /// <summary>contributions[i] = B[items[i], item].</summary>
    public abstract void Column(ReadOnlySpan<int> items, int item, Span<float> contributions);

    /// <summary>Writes the form's own sections.</summary>
    public abstract void Save(BinaryFileWriter writer);
}
