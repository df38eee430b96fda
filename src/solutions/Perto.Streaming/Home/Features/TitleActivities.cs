using System.Runtime.CompilerServices;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// What the feature store knows of the titles of a catalogue, in numbers at their ordinals: a row is decoded once for each of its revisions and each hour, and not
/// for each page. What a page reads is what the store has: its revision is asked each time.
/// </summary>
internal sealed class TitleActivities
{
    private static readonly ConditionalWeakTable<Catalogue, TitleActivities> Known = [];

    private readonly TitleActivity?[] _titles;

    private TitleActivities(Catalogue catalogue) => _titles = new TitleActivity?[catalogue.Titles.Count];

    /// <summary>Those of a catalogue.</summary>
    public static TitleActivities Of(Catalogue catalogue) => Known.GetValue(catalogue, static made => new TitleActivities(made));

    /// <summary>That of a title which was asked for by <see cref="HomeFeatures.TitleViews"/>.</summary>
    /// <param name="title">The title.</param>
    /// <param name="read">What the store answered.</param>
    /// <param name="part">Where titles stand in it.</param>
    /// <param name="key">Where this one does.</param>
    public TitleActivity Find(Title title, OnlineFeatures read, int part, int key)
    {
        ref TitleActivity? kept = ref _titles[title.Ordinal];
        // Two that decode the same row at once put the same in its place.
        if (Volatile.Read(ref kept) is { } known && known.Holds(read.Revision(part, key), read.At))
            return known;
        var made = new TitleActivity(read.Revision(part, key), read[part, key, 0], read[part, key, 1], read[part, key, 2], read[part, key, 3]);
        Volatile.Write(ref kept, made);
        return made;
    }
}
