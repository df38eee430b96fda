using System.Runtime.CompilerServices;

namespace Perto.Streaming;

/// <summary>What somebody likes, as a vector in the space of <see cref="ContentVector"/>: the mean of the titles that they liked last, each counting by how much.</summary>
internal sealed class ContentTaste
{
    // Older liking says less about tonight, and each title's words are embedded anew.
    private const int Liked = 20;

    // A history lives as long as the person does nothing.
    private static readonly ConditionalWeakTable<History, ContentTaste> Known = [];

    private readonly Dictionary<string, int> _cast = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _directors = new(StringComparer.Ordinal);
    private readonly bool _isEmpty;

    private ContentTaste(History history)
    {
        foreach (HistoryEntry entry in history.Entries.Where(entry => entry.IsLiked).Take(Liked))
        {
            float[] title = ContentVector.Of(entry.Title);
            for (int i = 0; i < title.Length; i++)
                Vector[i] += (float)entry.ImplicitRating * title[i];
            foreach (string name in entry.Title.Cast.Distinct(StringComparer.Ordinal))
                _cast[name] = _cast.GetValueOrDefault(name) + 1;
            foreach (string name in entry.Title.Directors.Distinct(StringComparer.Ordinal))
                _directors[name] = _directors.GetValueOrDefault(name) + 1;
        }
        _isEmpty = Array.TrueForAll(Vector, value => value == 0);
    }

    /// <summary>The vector.</summary>
    public float[] Vector { get; } = new float[ContentVector.Dimension];

    /// <summary>The taste that a history shows; null where nothing in it was liked.</summary>
    public static ContentTaste? Of(History history) =>
        Known.GetValue(history, static known => new ContentTaste(known)) is { _isEmpty: false } taste ? taste : null;

    /// <summary>Why a title is near, in words that are true of it: by what the greatest part of the nearness comes from.</summary>
    public string Reason(Title title)
    {
        // Hashed places can meet by chance: only a name that is in both is named. Most titles have none, and their vectors need not be made.
        string? words = MostOften(title.Cast, _cast) is { } actor ? $"More with {actor}"
            : MostOften(title.Directors, _directors) is { } director ? $"More by {director}"
            : null;
        return words is not null && IsNearByPeople(title) ? words : "Like what you watch";
    }

    private bool IsNearByPeople(Title title)
    {
        float[] vector = ContentVector.Of(title);
        float people = Dot(ContentVector.PeopleOf(Vector), ContentVector.PeopleOf(vector));
        return people > Dot(ContentVector.GenresOf(Vector), ContentVector.GenresOf(vector)) && people > Dot(ContentVector.WordsOf(Vector), ContentVector.WordsOf(vector));
    }

    private static string? MostOften(IReadOnlyList<string> names, Dictionary<string, int> liked)
    {
        string? most = null;
        int times = 0;
        for (int i = 0; i < names.Count; i++)
        {
            if (liked.TryGetValue(names[i], out int count) && count > times)
                (most, times) = (names[i], count);
        }
        return most;
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
