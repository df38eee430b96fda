using System.Diagnostics.CodeAnalysis;

namespace Perto.Vectors;

/// <summary>A vector of bits: bit i is <c>(bytes[i / 8] &gt;&gt; (i % 8)) &amp; 1</c>.</summary>
/// <param name="bytes">Its bits. They are not copied and must not change while a store reads them.</param>
public sealed class BitVector(ReadOnlyMemory<byte> bytes) : IEquatable<BitVector>
{
    /// <summary>Its bits, eight in a byte, the lowest first.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>How many bits it has.</summary>
    public int Dimension => 8 * Bytes.Length;

    /// <summary>Whether bit <paramref name="i"/> is set.</summary>
    /// <exception cref="IndexOutOfRangeException"><paramref name="i"/> is outside 0 to <see cref="Dimension"/> - 1.</exception>
    public bool this[int i] => (Bytes.Span[i >> 3] >> (i & 7) & 1) != 0;

    /// <inheritdoc/>
    public bool Equals(BitVector? other) => other is not null && Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as BitVector);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Dimension} bits";
}
