using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Perto.Vectors;

/// <summary>
/// A vector of any kind. Converts implicitly from <c>float[]</c>, <see cref="Memory{T}"/> and <see cref="ReadOnlyMemory{T}"/> of float
/// (dense), <see cref="BitVector"/> and <see cref="SparseVector"/>. What it was made of is not copied and must not change while a store
/// reads it.
/// </summary>
[JsonConverter(typeof(VectorValueJsonConverter))]
public readonly struct VectorValue : IEquatable<VectorValue>
{
    private readonly ReadOnlyMemory<float> _dense;
    private readonly object? _other;

    private VectorValue(VectorKind kind, ReadOnlyMemory<float> dense, object? other)
    {
        Kind = kind;
        _dense = dense;
        _other = other;
    }

    /// <summary>Which kind it is; <see langword="default"/> is a dense vector without values, which no field takes.</summary>
    public VectorKind Kind { get; }

    /// <summary>The values of a dense vector.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public ReadOnlyMemory<float> Dense => Kind == VectorKind.Dense ? _dense : throw Not(VectorKind.Dense);

    /// <summary>The bytes of a vector of bits; <see cref="BitVector"/> says which bit is where.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public ReadOnlyMemory<byte> Bits => Kind == VectorKind.Bits ? ((BitVector)_other!).Bytes : throw Not(VectorKind.Bits);

    /// <summary>The sparse vector.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public SparseVector Sparse => Kind == VectorKind.Sparse ? (SparseVector)_other! : throw Not(VectorKind.Sparse);

    /// <summary>A dense vector.</summary>
    public static implicit operator VectorValue(float[]? values) => new(VectorKind.Dense, values, null);

    /// <summary>A dense vector.</summary>
    public static implicit operator VectorValue(ReadOnlyMemory<float> values) => new(VectorKind.Dense, values, null);

    /// <summary>A dense vector.</summary>
    public static implicit operator VectorValue(Memory<float> values) => new(VectorKind.Dense, values, null);

    /// <summary>A vector of bits.</summary>
    public static implicit operator VectorValue(BitVector bits)
    {
        ArgumentNullException.ThrowIfNull(bits);
        return new VectorValue(VectorKind.Bits, default, bits);
    }

    /// <summary>A sparse vector.</summary>
    public static implicit operator VectorValue(SparseVector sparse)
    {
        ArgumentNullException.ThrowIfNull(sparse);
        return new VectorValue(VectorKind.Sparse, default, sparse);
    }

    /// <summary>Same kind and same values.</summary>
    public static bool operator ==(VectorValue left, VectorValue right) => left.Equals(right);

    /// <summary>Another kind or other values.</summary>
    public static bool operator !=(VectorValue left, VectorValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(VectorValue other) => Kind == other.Kind && _dense.Span.SequenceEqual(other._dense.Span) && Equals(_other, other._other);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is VectorValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, _dense.Length, _dense.IsEmpty ? 0 : _dense.Span[0], _other);

    /// <inheritdoc/>
    public override string ToString() => Kind == VectorKind.Dense ? $"{_dense.Length} values" : _other!.ToString()!;

    private InvalidOperationException Not(VectorKind wanted) => new($"The vector ({this}) is {Kind}, not {wanted}.");
}
