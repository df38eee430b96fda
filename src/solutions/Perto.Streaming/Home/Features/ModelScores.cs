using Perto.Learning;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>
/// What the collaborative models think of all candidates of a request, whoever found them: by score, with the best of the request 1 and the middle 0,
/// and by place.
/// </summary>
internal sealed class ModelScores
{
    /// <summary>The kinds of models that are asked.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [ImplicitAls.ModelKind, Ease.ModelKind, ItemKnn.ModelKind, NeuralCf.ModelKind];

    private readonly float[]?[] _scores;
    private readonly int[]?[] _places;

    private ModelScores(float[]?[] scores, int[]?[] places)
    {
        _scores = scores;
        _places = places;
    }

    /// <summary>Of a request whose models were not asked.</summary>
    public static ModelScores NotKnown { get; } = new(new float[]?[Kinds.Count], new int[]?[Kinds.Count]);

    /// <summary>Asks the models of a request.</summary>
    public static ModelScores Of(HomeContext context, CandidateSet<Title> candidates)
    {
        if (context.Model is not { } model || candidates.Count == 0)
            return NotKnown;
        var titles = new Title[candidates.Count];
        for (int row = 0; row < titles.Length; row++)
            titles[row] = candidates[row];
        Title[] watched = [.. context.Person.History.Entries.Where(entry => entry.IsWatched).Select(entry => entry.Title)];
        var scores = new float[]?[Kinds.Count];
        var places = new int[]?[Kinds.Count];
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            if (model.Scorer(Kinds[kind]) is not { } scorer)
                continue;
            scores[kind] = new float[titles.Length];
            scorer.Score(watched, titles, scores[kind]);
            places[kind] = Rank(scores[kind]);
        }
        return new ModelScores(scores, places);
    }

    /// <summary>The score of a candidate; NaN where its model does not know it.</summary>
    public double Score(int kind, int row) => _scores[kind] is { } scores ? scores[row] : double.NaN;

    /// <summary>The place of a candidate by its score, from 1; NaN where its model does not know it.</summary>
    public double Place(int kind, int row) => _scores[kind] is { } scores && !float.IsNaN(scores[row]) ? _places[kind]![row] : double.NaN;

    // Brings the scores to their scale and tells the places; what is not known stays so.
    private static int[] Rank(Span<float> scores)
    {
        var places = new int[scores.Length];
        var keys = new float[scores.Length];
        var rows = new int[scores.Length];
        int known = 0;
        for (int row = 0; row < scores.Length; row++)
        {
            if (!float.IsNaN(scores[row]))
                (keys[known], rows[known++]) = (-scores[row], row);
        }
        if (known == 0)
            return places;
        Array.Sort(keys, rows, 0, known);
        float best = -keys[0], middle = -keys[known / 2];
        float scale = best > middle ? 1 / (best - middle) : 0;
        for (int place = 0; place < known; place++)
        {
            scores[rows[place]] = (scores[rows[place]] - middle) * scale;
            places[rows[place]] = place + 1;
        }
        return places;
    }
}
