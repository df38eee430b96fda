namespace Perto.Vectors;

/// <summary>
/// A way to write vectors as short codes and to estimate distances from codes alone. Implemented by structs, so that graphs are compiled for each.
/// A "query" is a vector prepared for many comparisons; it lies in a buffer of <see cref="QueryBytes"/>.
/// </summary>
internal unsafe interface ICodes
{
    /// <summary>Bytes from one code to the next.</summary>
    int CodeBytes { get; }

    /// <summary>Bytes that <see cref="Distance"/> reads, from the beginning of a code.</summary>
    int WalkBytes { get; }

    /// <summary>Whether <see cref="Refine"/> says more than <see cref="Distance"/>.</summary>
    static abstract bool HasRefinement { get; }

    /// <summary>Bytes of a prepared query.</summary>
    int QueryBytes { get; }

    /// <summary>Floats that <see cref="Encode"/> and <see cref="Prepare(ReadOnlySpan{byte}, Span{float}, byte*)"/> need to work in.</summary>
    int ScratchFloats { get; }

    /// <summary>Writes the code of a vector.</summary>
    /// <param name="vector">The stored vector's bytes: floats, at length 1 for the cosine; or packed bits.</param>
    /// <param name="scratch">Room to work in.</param>
    /// <param name="code">Takes <see cref="CodeBytes"/> bytes, cleared before.</param>
    void Encode(ReadOnlySpan<byte> vector, Span<float> scratch, byte* code);

    /// <summary>Prepares a vector for comparisons.</summary>
    void Prepare(ReadOnlySpan<byte> vector, Span<float> scratch, byte* query);

    /// <summary>Prepares what is known of a coded vector for comparisons.</summary>
    void Prepare(byte* code, byte* query);

    /// <summary>The estimated distance, lower is nearer; of one scale for all queries.</summary>
    float Distance(byte* query, byte* code);

    /// <summary>The same from the whole code, where <see cref="Distance"/> reads a part.</summary>
    float Refine(byte* query, byte* code);
}
