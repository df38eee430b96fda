namespace Perto.Streaming;

/// <summary>The vectors of a title in the collection.</summary>
internal static class VectorNames
{
    /// <summary>The factor itself: its inner product with a person's vector is the preference.</summary>
    public const string Taste = "taste";

    /// <summary>The same under cosine: which titles point the same way, however popular they are.</summary>
    public const string Direction = "direction";
}
