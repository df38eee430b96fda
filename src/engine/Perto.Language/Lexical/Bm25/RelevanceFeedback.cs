using System.Runtime.InteropServices;

namespace Perto.Language;

/// <summary>
/// Pseudo-relevance feedback: the texts found first are taken for relevant, and the terms they share are added to the query for a second
/// search. The model is RM3 (Abdul-Jaleel et al. 2004, "UMass at TREC 2004"): the query's own distribution of terms, mixed with the texts'
/// distributions weighted by their scores.
/// </summary>
public sealed class RelevanceFeedback
{
    private readonly RelevanceFeedbackSettings _settings;

    /// <summary>Feedback with given settings.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="settings"/> is null.</exception>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public RelevanceFeedback(RelevanceFeedbackSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        _settings = settings;
    }

    /// <summary>The query with the terms of what it found.</summary>
    /// <param name="query">How often each term stands in the query.</param>
    /// <param name="found">The first texts found: how often each term stands in them, and their scores. Those without a positive score count nothing.</param>
    /// <param name="statistics">What is known of the collection: among equally frequent terms the rarer are added.</param>
    /// <returns>Weights that sum to 1, to be encoded as a query; <paramref name="query"/> itself where there is nothing to add.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public TermVector Expand(TermVector query, IReadOnlyList<(TermVector Counts, double Score)> found, CorpusStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(statistics);
        Dictionary<uint, double> model = ModelOf(found);
        if (model.Count == 0 || query.Sum() <= 0)
            return query;

        KeyValuePair<uint, double>[] added =
        [
            .. model.OrderByDescending(term => term.Value * statistics.InverseFrequencyOf(term.Key)).ThenBy(term => term.Key).Take(_settings.Terms),
        ];
        double total = added.Sum(term => term.Value), length = query.Sum();
        List<uint> terms = [];
        List<float> weights = [];
        for (int i = 0; i < query.Count; i++)
        {
            terms.Add(query.Terms[i]);
            weights.Add((float)(_settings.QueryWeight * query.Values[i] / length));
        }
        foreach ((uint term, double share) in added)
        {
            terms.Add(term);
            weights.Add((float)((1 - _settings.QueryWeight) * share / total));
        }
        return new TermVector(CollectionsMarshal.AsSpan(terms), CollectionsMarshal.AsSpan(weights));
    }

    private static Dictionary<uint, double> ModelOf(IReadOnlyList<(TermVector Counts, double Score)> found)
    {
        Dictionary<uint, double> model = [];
        foreach ((TermVector counts, double score) in found)
        {
            double length = counts.Sum();
            if (!(score > 0 && length > 0))
                continue;
            for (int i = 0; i < counts.Count; i++)
                CollectionsMarshal.GetValueRefOrAddDefault(model, counts.Terms[i], out _) += score * counts.Values[i] / length;
        }
        return model;
    }
}
