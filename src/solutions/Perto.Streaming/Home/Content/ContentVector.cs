using Perto.Language;

namespace Perto.Streaming;

/// <summary>
/// A title as a vector of what it is: three blocks for genres, people and words, each of length 1 before it is weighted. Labels are hashed to places with signs
/// (Weinberger et al. 2009), words are the built-in embedder's, folded to fewer dimensions the same way.
/// </summary>
internal static class ContentVector
{
    /// <summary>The version of what the numbers mean.</summary>
    public const string Version = "content-1";

    /// <summary>Dimensions of each block.</summary>
    public const int Genres = 64, People = 64, Words = 128;

    /// <summary>Dimensions of a vector.</summary>
    public const int Dimension = Genres + People + Words;

    // What a block counts in a cosine of two titles that have all three.
    private const double GenresWeight = 0.45, PeopleWeight = 0.3, WordsWeight = 0.25;

    // Two labels rarely meet in both of their places.
    private const int PlacesOfALabel = 2;

    private const ulong FoldSeed = 0x9E3779B97F4A7C15;

    private static readonly LexicalEmbedder Embedder = LexicalEmbedder.Hashed();

    /// <summary>The vector; all 0 for a title of which nothing is known.</summary>
    public static float[] Of(Title title)
    {
        float[] vector = new float[Dimension];
        foreach (string genre in title.Genres)
            Add(GenresOf(vector), genre);
        foreach (string name in title.Cast)
            Add(PeopleOf(vector), "cast " + name);
        foreach (string name in title.Directors)
            Add(PeopleOf(vector), "director " + name);
        float[] words = Embedder.Embed(title.Description is { } description ? $"{title.Name}. {description}" : title.Name);
        for (int i = 0; i < words.Length; i++)
        {
            ulong hash = Mixed(FoldSeed + (ulong)i);
            WordsOf(vector)[(int)(hash % Words)] += (hash >> 63) == 0 ? words[i] : -words[i];
        }
        Scale(GenresOf(vector), GenresWeight);
        Scale(PeopleOf(vector), PeopleWeight);
        Scale(WordsOf(vector), WordsWeight);
        return vector;
    }

    /// <summary>The block of the genres.</summary>
    public static Span<float> GenresOf(float[] vector) => vector.AsSpan(0, Genres);

    /// <summary>The block of cast and directors.</summary>
    public static Span<float> PeopleOf(float[] vector) => vector.AsSpan(Genres, People);

    /// <summary>The block of name and description.</summary>
    public static Span<float> WordsOf(float[] vector) => vector.AsSpan(Genres + People, Words);

    private static void Add(Span<float> block, string label)
    {
        // FNV-1a over the letters, in one case.
        ulong hash = 14695981039346656037;
        foreach (char letter in label)
            hash = (hash ^ char.ToLowerInvariant(letter)) * 1099511628211;
        for (int place = 0; place < PlacesOfALabel; place++)
        {
            hash = Mixed(hash);
            block[(int)(hash % (ulong)block.Length)] += (hash >> 63) == 0 ? 1 : -1;
        }
    }

    // SplitMix64's finaliser: all bits of the result hang on all bits of the hash.
    private static ulong Mixed(ulong hash)
    {
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return hash ^ (hash >> 31);
    }

    private static void Scale(Span<float> block, double weight)
    {
        double squares = 0;
        foreach (float value in block)
            squares += (double)value * value;
        if (squares <= 0)
            return;
        float factor = (float)Math.Sqrt(weight / squares);
        for (int i = 0; i < block.Length; i++)
            block[i] *= factor;
    }
}
