using System.Runtime.InteropServices;
using Perto.Numerics;

namespace Perto.Language;

/// <summary>
/// Finds near duplicates among many texts without comparing each with each: texts whose MinHash signatures agree in a whole band are candidates
/// (Indyk and Motwani 1998), and each candidate is checked by its exact similarity. So what is found is true; how much is missed
/// <see cref="MinHashSettings.RowsPerBand"/> says. Not safe for use by many threads while texts are added.
/// </summary>
public sealed class NearDuplicateIndex
{
    private readonly Analyzer _analyzer;
    private readonly MinHashSettings _settings;
    private readonly MinHash _minHash;
    private readonly Dictionary<ulong, List<int>> _buckets = [];
    private readonly List<Shingles> _texts = [];

    /// <summary>An empty index.</summary>
    /// <param name="analyzer">How texts become terms. One that keeps stop words tells more texts apart.</param>
    /// <param name="settings">How near is near.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public NearDuplicateIndex(Analyzer analyzer, MinHashSettings settings)
    {
        ArgumentNullException.ThrowIfNull(analyzer);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        _analyzer = analyzer;
        _settings = settings;
        _minHash = new MinHash(settings.Bands * settings.RowsPerBand, settings.Seed);
    }

    /// <summary>How many texts were added.</summary>
    public int Count => _texts.Count;

    /// <summary>Adds a text and says which texts before it are near duplicates of it.</summary>
    /// <param name="text">Any text. One without terms is a duplicate of none.</param>
    /// <returns>The most similar first, among equals the older. The text's own id is <see cref="Count"/> before the call.</returns>
    public IReadOnlyList<NearDuplicate> Add(ReadOnlySpan<char> text)
    {
        Shingles shingles = Shingles.Of(_analyzer, text, _settings.ShingleTerms);
        ulong[] bands = BandsOf(shingles);
        List<NearDuplicate> found = Near(shingles, bands);
        foreach (ulong band in bands)
            (CollectionsMarshal.GetValueRefOrAddDefault(_buckets, band, out _) ??= []).Add(_texts.Count);
        _texts.Add(shingles);
        return found;
    }

    /// <summary>Which texts are near duplicates of one that is not added.</summary>
    /// <param name="text">Any text. One without terms is a duplicate of none.</param>
    /// <returns>The most similar first, among equals the older.</returns>
    public IReadOnlyList<NearDuplicate> Find(ReadOnlySpan<char> text)
    {
        Shingles shingles = Shingles.Of(_analyzer, text, _settings.ShingleTerms);
        return Near(shingles, BandsOf(shingles));
    }

    private ulong[] BandsOf(Shingles shingles)
    {
        if (shingles.Hashes.IsEmpty)
            return [];
        uint[] signature = new uint[_minHash.Length];
        _minHash.Sign(shingles, signature);
        ulong[] bands = new ulong[_settings.Bands];
        for (int band = 0; band < bands.Length; band++)
        {
            // Equal minima in different bands are different things.
            ReadOnlySpan<uint> rows = signature.AsSpan(band * _settings.RowsPerBand, _settings.RowsPerBand);
            bands[band] = StableHash.Of(MemoryMarshal.AsBytes(rows)) + ((ulong)band * 0x9E3779B97F4A7C15);
        }
        return bands;
    }

    private List<NearDuplicate> Near(Shingles shingles, ulong[] bands)
    {
        HashSet<int> candidates = [];
        foreach (ulong band in bands)
        {
            if (_buckets.TryGetValue(band, out List<int>? ids))
                candidates.UnionWith(ids);
        }
        List<NearDuplicate> near = [];
        foreach (int id in candidates)
        {
            double similarity = shingles.Similarity(_texts[id]);
            if (similarity >= _settings.Threshold)
                near.Add(new NearDuplicate(id, similarity));
        }
        near.Sort((one, other) => one.Similarity != other.Similarity ? other.Similarity.CompareTo(one.Similarity) : one.Id.CompareTo(other.Id));
        return near;
    }
}
