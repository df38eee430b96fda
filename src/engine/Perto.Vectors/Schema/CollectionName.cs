using System.Buffers;

namespace Perto.Vectors;

/// <summary>What a collection may be called, whatever the provider.</summary>
internal static class CollectionName
{
    private const int MaxLength = 128;

    private static readonly SearchValues<char> Accepted =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:@/");

    /// <summary>The name as it was given.</summary>
    /// <exception cref="VectorStoreException">It is not valid.</exception>
    public static string Check(string name) =>
        name is { Length: > 0 and <= MaxLength } && name.AsSpan().IndexOfAnyExcept(Accepted) < 0
            ? name
            : throw new VectorStoreException("collection", name, $"a name of 1..{MaxLength} letters, digits and - _ . : @ /");
}
