using Perto.Learning;

namespace Perto.Streaming;

/// <summary>A model that scores titles, bound to a catalogue snapshot. Immutable.</summary>
internal sealed class BoundScorer
{
    private readonly IRecommenderModel _model;
    private readonly int[] _indexByOrdinal;

    /// <param name="model">The model.</param>
    /// <param name="indexByOrdinal">For each title of the catalogue its index in the model; below 0 where the model does not know it.</param>
    public BoundScorer(IRecommenderModel model, int[] indexByOrdinal)
    {
        _model = model;
        _indexByOrdinal = indexByOrdinal;
    }

    /// <summary>The kind of the model.</summary>
    public string Kind => _model.Kind;

    /// <summary>For each title of a catalogue its index among ids; below 0 for one that is not there.</summary>
    public static int[] IndexByOrdinal(Catalogue catalogue, IReadOnlyList<string> ids)
    {
        int[] indexes = new int[catalogue.Titles.Count];
        Array.Fill(indexes, -1);
        for (int index = 0; index < ids.Count; index++)
        {
            if (catalogue.Find(ids[index]) is { } title)
                indexes[title.Ordinal] = index;
        }
        return indexes;
    }

    /// <summary>Scores titles for a person.</summary>
    /// <param name="watched">The titles that the person watched.</param>
    /// <param name="wanted">The titles.</param>
    /// <param name="scores">Receives one for each; NaN for a title that the model does not know, and for all where it knows none that was watched.</param>
    public void Score(IEnumerable<Title> watched, IReadOnlyList<Title> wanted, Span<float> scores)
    {
        scores.Fill(float.NaN);
        int[] history = [.. watched.Select(title => _indexByOrdinal[title.Ordinal]).Where(index => index >= 0)];
        if (history.Length == 0)
            return;
        int[] known = new int[wanted.Count], rows = new int[wanted.Count];
        int count = 0;
        for (int row = 0; row < wanted.Count; row++)
        {
            if (_indexByOrdinal[wanted[row].Ordinal] is >= 0 and var index)
                (known[count], rows[count++]) = (index, row);
        }
        float[] found = new float[count];
        _model.ScoreSome(history, [], known.AsSpan(0, count), found);
        for (int i = 0; i < count; i++)
            scores[rows[i]] = found[i];
    }
}
