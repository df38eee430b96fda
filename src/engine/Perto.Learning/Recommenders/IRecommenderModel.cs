using System.Buffers;

namespace Perto.Learning;

/// <summary>
/// A fitted model that scores every item for a user from the user's history alone, so that it serves users it has never
/// seen. Immutable and thread-safe. Items are indices 0..<see cref="ItemCount"/> - 1; the caller knows what they stand for.
/// </summary>
public interface IRecommenderModel
{
    /// <summary>The method: one of <see cref="RecommenderModels.Kinds"/>.</summary>
    string Kind { get; }

    /// <summary>Number of items that can be scored.</summary>
    int ItemCount { get; }

    /// <summary>
    /// Whether it predicts ratings: the weights of histories are ratings then, and scores are on their scale. Otherwise a weight is how much an
    /// interaction counts.
    /// </summary>
    bool PredictsRatings => false;

    /// <summary>
    /// Scores all items for one history. Scores of one call can be compared with each other, those of different models
    /// cannot. Items of the history are scored as well: leaving them out is the caller's choice.
    /// </summary>
    /// <param name="items">Distinct items the user interacted with, in any order; may be empty.</param>
    /// <param name="weights">Positive weights of the items, or empty where each counts 1.</param>
    /// <param name="scores">Receives <see cref="ItemCount"/> finite scores.</param>
    /// <exception cref="ArgumentException">A length does not fit, an item is unknown, or a weight is not positive and finite.</exception>
    void Score(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> scores);

    /// <summary>Scores some items for one history: the candidates of a page, of a catalogue that is much larger.</summary>
    /// <param name="items">As for scoring all.</param>
    /// <param name="weights">As for scoring all.</param>
    /// <param name="wanted">The items to score, in any order.</param>
    /// <param name="scores">Receives one score for each wanted item: what scoring all would give it, up to rounding.</param>
    /// <exception cref="ArgumentException">A length does not fit, an item is unknown, or a weight is not positive and finite.</exception>
    void ScoreSome(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, ReadOnlySpan<int> wanted, Span<float> scores)
    {
        History.RequireWanted(wanted, scores.Length, ItemCount);
        float[] all = ArrayPool<float>.Shared.Rent(ItemCount);
        try
        {
            Score(items, weights, all.AsSpan(0, ItemCount));
            for (int i = 0; i < wanted.Length; i++)
                scores[i] = all[wanted[i]];
        }
        finally
        {
            ArrayPool<float>.Shared.Return(all);
        }
    }

    /// <summary>
    /// Scores all items for several histories at once, on the calling thread. Equal to scoring each alone up to
    /// rounding, and faster where a matrix product does the work.
    /// </summary>
    /// <param name="histories">Rows are users; as many columns as there are items.</param>
    /// <param name="firstUser">The first row to score.</param>
    /// <param name="userCount">How many rows.</param>
    /// <param name="scores">Receives userCount x <see cref="ItemCount"/> scores, row-major.</param>
    void Score(InteractionMatrix histories, int firstUser, int userCount, Span<float> scores);

    /// <summary>The items most similar to <paramref name="item"/>, best first, without itself.</summary>
    /// <param name="item">The item to compare with.</param>
    /// <param name="similar">Receives the neighbours, as many as fit and as the model has.</param>
    /// <returns>How many were found.</returns>
    int Similar(int item, Span<ScoredItem> similar);

    /// <summary>
    /// How much each item of the history adds to the score of <paramref name="item"/>: "because you watched". The
    /// contributions add up to the score; a model that does not look at the history gives zeros.
    /// </summary>
    /// <param name="items">The history, as for scoring.</param>
    /// <param name="weights">Its weights, or empty.</param>
    /// <param name="item">The item whose score is explained.</param>
    /// <param name="contributions">Receives a number for each item of the history.</param>
    void Explain(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, int item, Span<float> contributions);

    /// <summary>Writes the model so that <see cref="RecommenderModels.Load"/> reads it back. The stream stays open.</summary>
    void Save(Stream stream);
}
