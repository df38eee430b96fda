namespace Perto.Recommendations;

/// <summary>Picks items that are relevant and unlike each other.</summary>
public interface IDiversifier
{
    /// <summary>Picks up to <paramref name="take"/> of the items, in the order of choice.</summary>
    /// <param name="relevance">Relevance of each item, 0..1.</param>
    /// <param name="similarity">Similarity of two items by index, 0..1.</param>
    /// <param name="take">How many to pick.</param>
    /// <param name="labels">Labels of each item by index (a film's genres); null when there is no wish for distinct ones.</param>
    /// <param name="atLeast">How many different labels the first items should show together, as far as the items have them.</param>
    /// <param name="within">Among how many of the first picks; 0 for all.</param>
    /// <param name="quotas">How many of the first picks, the same ones, are to be of a kind; null when there is no such wish.</param>
    /// <returns>Indices into <paramref name="relevance"/>. Ties go to the lower index.</returns>
    int[] Pick(
        ReadOnlySpan<float> relevance,
        Func<int, int, float> similarity,
        int take,
        Func<int, IReadOnlyList<string>>? labels = null,
        int atLeast = 0,
        int within = 0,
        IReadOnlyList<Quota>? quotas = null);
}
