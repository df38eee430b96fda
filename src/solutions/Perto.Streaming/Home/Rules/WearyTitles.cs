namespace Perto.Streaming;

/// <summary>Titles that were shown to a person lately and never opened.</summary>
public sealed class WearyTitles
{
    private readonly IReadOnlyDictionary<int, int> _showings;
    private readonly int _dropFrom;

    /// <param name="showings">How often each title was shown, by its ordinal; only those that were not opened.</param>
    /// <param name="dropFrom">From how many showings on a title is not shown any more.</param>
    public WearyTitles(IReadOnlyDictionary<int, int> showings, int dropFrom)
    {
        _showings = showings;
        _dropFrom = dropFrom;
        Dropped = [.. showings.Where(shown => shown.Value >= dropFrom).Select(shown => shown.Key)];
    }

    /// <summary>Of somebody who was shown nothing.</summary>
    public static WearyTitles None { get; } = new(new Dictionary<int, int>(), int.MaxValue);

    /// <summary>How many there are.</summary>
    internal int Count => _showings.Count;

    /// <summary>Ordinals of the titles that are not to be shown.</summary>
    internal IReadOnlyList<int> Dropped { get; }

    /// <summary>How often a title was shown without being opened.</summary>
    public int Showings(Title title) => _showings.GetValueOrDefault(title.Ordinal);

    /// <summary>Whether a title is not to be shown.</summary>
    public bool Drops(Title title) => Showings(title) >= _dropFrom;
}
