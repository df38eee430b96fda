using System.Collections.Concurrent;
using Perto.Learning;
using Perto.Numerics;
using Perto.Platform;
using Perto.Recommendations;
using Perto.Vectors;

namespace Perto.Streaming;

/// <summary>
/// A collaborative model bound to a catalogue snapshot and to the collection that holds its title vectors. Immutable; a new
/// version or a new catalogue makes a new one.
/// </summary>
public sealed class CollaborativeModel
{
    /// <summary>Name in the model registry.</summary>
    public const string ModelName = "streaming-collaborative";

    /// <summary>Alias of the collection with the titles' vectors.</summary>
    public const string CollectionAlias = "streaming-titles";

    private const int Neighbours = 50;

    private readonly CollaborativeArtifact _artifact;
    private readonly DerivedCollections _collections;
    private readonly IVectorCollection? _titles;
    private readonly int[] _indexByOrdinal;
    private readonly BoundScorer[] _scorers;
    private readonly float[] _unit;
    private readonly ConcurrentDictionary<int, IReadOnlyList<Scored<Title>>> _similar = new();

    internal CollaborativeModel(
        ModelVersion version, CollaborativeArtifact artifact, Catalogue catalogue, DerivedCollections collections, IVectorCollection? titles)
    {
        Version = version;
        Catalogue = catalogue;
        _collections = collections;
        _artifact = artifact;
        _titles = titles;
        _indexByOrdinal = BoundScorer.IndexByOrdinal(catalogue, artifact.TitleIds);
        int[] scored = BoundScorer.IndexByOrdinal(catalogue, artifact.Scorers.TitleIds);
        _scorers = [new BoundScorer(artifact.Factors, _indexByOrdinal), .. artifact.Scorers.Models.Select(scorer => new BoundScorer(scorer, scored))];
        _unit = Normalised(artifact.Factors);
    }

    /// <summary>Its line in the registry.</summary>
    public ModelVersion Version { get; }

    /// <summary>The titles it is bound to.</summary>
    public Catalogue Catalogue { get; }

    /// <summary>Name and version: <c>streaming-collaborative@7</c>.</summary>
    public string Label => $"{Version.Name}@{Version.Version}";

    /// <summary>Whether the title was watched by somebody when the model was trained.</summary>
    public bool Knows(Title title) => _indexByOrdinal[title.Ordinal] >= 0;

    /// <summary>The model of a kind that scores titles; null where none was trained.</summary>
    internal BoundScorer? Scorer(string kind) => Array.Find(_scorers, scorer => scorer.Kind == kind);

    /// <summary>Titles nearest to the taste that the history of a person shows, of those that may be shown to them.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="take">How many.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public async ValueTask<IReadOnlyList<Scored<Title>>> ForHistoryAsync(HomeContext context, int take, CancellationToken cancellationToken)
    {
        int[] known = [.. context.Person.History.Entries.Where(entry => entry.IsWatched).Select(entry => _indexByOrdinal[entry.Title.Ordinal]).Where(index => index >= 0)];
        if (known.Length == 0)
            return [];
        var weights = new float[known.Length];
        Array.Fill(weights, 1f);
        var vector = new float[_artifact.Factors.Dimensions];
        _artifact.Factors.FoldIn(known, weights, vector);
        return await TitlesAsync(cancellationToken) is { } titles
            ? await ShelfSearch.FindAsync(titles, VectorNames.Taste, vector, take, known.Length, context, cancellationToken)
            : Scan(vector, _artifact.Factors.ItemFactor, take, context.MayShow);
    }

    /// <summary>The nearest titles by cosine, nearest first; kept for the life of the model.</summary>
    public async ValueTask<IReadOnlyList<Scored<Title>>> SimilarAsync(Title title, CancellationToken cancellationToken)
    {
        if (_similar.TryGetValue(title.Ordinal, out IReadOnlyList<Scored<Title>>? known))
            return known;
        IReadOnlyList<Scored<Title>> found = await SimilarAsync(title, Neighbours, cancellationToken);
        return _similar.GetOrAdd(title.Ordinal, found);
    }

    /// <summary>The <paramref name="take"/> nearest titles by cosine, nearest first; none for a title that the model does not know.</summary>
    public async ValueTask<IReadOnlyList<Scored<Title>>> SimilarAsync(Title title, int take, CancellationToken cancellationToken)
    {
        int index = _indexByOrdinal[title.Ordinal];
        if (index < 0)
            return [];
        if (await TitlesAsync(cancellationToken) is not { } titles)
            return [.. Scan(Unit(index).ToArray(), Unit, take, other => other.Ordinal != title.Ordinal).Select(scored => scored with { Because = title })];
        SearchResult result = await titles.SearchAsync(
            new VectorQuery(VectorNames.Direction, Unit(index).ToArray()) { K = take + 1, IncludePayload = false }, cancellationToken);
        return [.. Resolve(result)
            .Where(scored => scored.Item.Ordinal != title.Ordinal)
            .Take(take)
            .Select(scored => scored with { Because = title })];
    }

    /// <summary>Cosine of two titles cut to 0..1; null when the model does not know both.</summary>
    public float? Similarity(Title a, Title b)
    {
        int first = _indexByOrdinal[a.Ordinal], second = _indexByOrdinal[b.Ordinal];
        return first < 0 || second < 0 ? null : Math.Clamp(Distances.Between<DotTerm>(Unit(first), Unit(second)), 0f, 1f);
    }

    private static float[] Normalised(ImplicitAls factors)
    {
        float[] unit = factors.AllItemFactors.ToArray();
        for (int start = 0; start < unit.Length; start += factors.Dimensions)
        {
            Span<float> row = unit.AsSpan(start, factors.Dimensions);
            float norm = MathF.Sqrt(Distances.Between<DotTerm>(row, row));
            for (int i = 0; norm > 0 && i < row.Length; i++)
                row[i] /= norm;
        }

        return unit;
    }

    // The nearest of all titles: for a version whose vectors are not published.
    private Scored<Title>[] Scan(float[] to, Func<int, ReadOnlySpan<float>> vectors, int take, Func<Title, bool> fits)
    {
        var found = new List<Scored<Title>>();
        foreach (Title title in Catalogue.Titles)
        {
            int index = _indexByOrdinal[title.Ordinal];
            if (index >= 0 && fits(title))
                found.Add(new Scored<Title>(title, Distances.Between<DotTerm>(to, vectors(index))));
        }
        return [.. found.OrderByDescending(scored => scored.Score).ThenBy(scored => scored.Item.Ordinal).Take(take)];
    }

    // Null where the version's vectors are not published. A rebuild puts a new collection in the place of the one that was opened. When a newer model has gone live the alias leads to its
    // vectors, which are of another space; the collection of this one is kept until the publication after that.
    private async ValueTask<IVectorCollection?> TitlesAsync(CancellationToken cancellationToken) => _titles is null
        ? null
        : await _collections.LiveAsync(Version.Tenant, CollectionAlias, cancellationToken) is { } live && live.Name == _titles.Name ? live : _titles;

    private ReadOnlySpan<float> Unit(int index) => _unit.AsSpan(index * _artifact.Factors.Dimensions, _artifact.Factors.Dimensions);

    private IEnumerable<Scored<Title>> Resolve(SearchResult result)
    {
        foreach (SearchHit hit in result.Hits)
        {
            // A title may have left the catalogue since the model was trained.
            if (Catalogue.Find(hit.Id) is { } title)
                yield return new Scored<Title>(title, hit.Score);
        }
    }
}
