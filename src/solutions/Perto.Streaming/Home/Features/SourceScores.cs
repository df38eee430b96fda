using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>What the sources gave the candidates, on 0..1 as <see cref="CandidateSet{TItem}.NormalisedScore"/> has it; NaN where a source did not find one.</summary>
internal sealed class SourceScores
{
    private readonly float[] _scores;
    private readonly bool[]? _known;
    private readonly int _sources;
    private readonly int _collaborative;
    private readonly int _similar;
    private readonly int _trending;
    private readonly int _fresh;
    private readonly int _continue;
    private readonly int _content;

    private SourceScores(IReadOnlyList<string> sources, float[] scores, bool[]? known)
    {
        _scores = scores;
        _known = known;
        _sources = sources.Count;
        _collaborative = IndexOf(CollaborativeNeighbours.SourceName);
        _similar = IndexOf(SimilarToRecentlyWatched.SourceName);
        _trending = IndexOf(TrendingNow.SourceName);
        _fresh = IndexOf(NewInFavouriteGenres.SourceName);
        _continue = IndexOf(ContinueWatching.SourceName);
        _content = IndexOf(LikeWhatYouWatch.SourceName);

        int IndexOf(string name) => Enumerable.Range(0, sources.Count).FirstOrDefault(source => sources[source] == name, -1);
    }

    /// <summary>Those of a request.</summary>
    public static SourceScores Of(CandidateSet<Title> candidates)
    {
        int sources = candidates.SourceNames.Count;
        float[] scores = new float[candidates.Count * sources];
        for (int place = 0; place < scores.Length; place++)
        {
            (int row, int source) = Math.DivRem(place, sources);
            scores[place] = candidates.IsFrom(source, row) ? candidates.NormalisedScore(source, row) : float.NaN;
        }
        return new SourceScores(candidates.SourceNames, scores, known: null);
    }

    /// <summary>Those that were logged.</summary>
    /// <param name="logged">For each row the score by the name of the source; null where it was not logged.</param>
    public static SourceScores Of(IReadOnlyList<IReadOnlyDictionary<string, float>?> logged)
    {
        string[] sources = [.. logged.OfType<IReadOnlyDictionary<string, float>>().SelectMany(row => row.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        float[] scores = [.. logged.SelectMany(row => sources.Select(source => row is not null && row.TryGetValue(source, out float score) ? score : float.NaN))];
        return new SourceScores(sources, scores, [.. logged.Select(row => row is not null)]);
    }

    /// <summary>Whether it is known which sources found a candidate.</summary>
    public bool AreKnown(int row) => _known is null || _known[row];

    public double Collaborative(int row) => Score(_collaborative, row);

    public double Similar(int row) => Score(_similar, row);

    public double Trending(int row) => Score(_trending, row);

    public double New(int row) => Score(_fresh, row);

    public double Continued(int row) => Score(_continue, row);

    public double Content(int row) => Score(_content, row);

    /// <summary>The best of all; NaN where none found it.</summary>
    public double Best(int row)
    {
        float best = float.NaN;
        foreach (float score in Row(row))
        {
            if (!float.IsNaN(score) && !(best >= score))
                best = score;
        }
        return best;
    }

    /// <summary>How many found it.</summary>
    public double Count(int row)
    {
        int count = 0;
        foreach (float score in Row(row))
            count += float.IsNaN(score) ? 0 : 1;
        return AreKnown(row) ? count : double.NaN;
    }

    private ReadOnlySpan<float> Row(int row) => _scores.AsSpan(row * _sources, _sources);

    private double Score(int source, int row) => source < 0 ? double.NaN : _scores[(row * _sources) + source];
}
