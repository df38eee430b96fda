namespace Perto.Streaming;

/// <summary>Compares titles by their genres.</summary>
internal static class Genres
{
    /// <summary>The share of their genres that two titles have in common (Jaccard), 0..1; 0 where neither has any.</summary>
    public static float Shared(Title a, Title b)
    {
        int shared = a.Genres.Count(b.Genres.Contains);
        int all = a.Genres.Count + b.Genres.Count - shared;
        return all == 0 ? 0 : (float)shared / all;
    }
}
