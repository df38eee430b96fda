namespace Perto.Vectors.Tests;

public sealed class VectorValueTests
{
    [Fact]
    public void A_value_is_made_of_every_kind()
    {
        float[] floats = [1, 2];
        SparseVector sparse = new([3], [4]);
        Assert.Equal(floats, ((VectorValue)floats).Dense.ToArray());
        Assert.Equal(floats, ((VectorValue)(ReadOnlyMemory<float>)floats).Dense.ToArray());
        Assert.Equal(floats, ((VectorValue)floats.AsMemory()).Dense.ToArray());
        Assert.Equal([7], ((VectorValue)new BitVector(new byte[] { 7 })).Bits.ToArray());
        Assert.Same(sparse, ((VectorValue)sparse).Sparse);
        Assert.Equal(
            [VectorKind.Dense, VectorKind.Bits, VectorKind.Sparse],
            new VectorValue[] { floats, new BitVector(default), sparse }.Select(value => value.Kind));
    }

    [Fact]
    public void Asking_for_another_kind_says_which_it_is()
    {
        VectorValue dense = new float[] { 1, 2 }, bits = new BitVector(new byte[3]), sparse = new SparseVector([1], [1]);
        Assert.Equal("The vector (2 values) is Dense, not Sparse.", Assert.Throws<InvalidOperationException>(() => dense.Sparse).Message);
        Assert.Equal("The vector (24 bits) is Bits, not Dense.", Assert.Throws<InvalidOperationException>(() => bits.Dense).Message);
        Assert.Equal("The vector (1 entries) is Sparse, not Bits.", Assert.Throws<InvalidOperationException>(() => sparse.Bits).Message);
        Assert.Throws<InvalidOperationException>(() => dense.Bits);
        Assert.Throws<InvalidOperationException>(() => default(VectorValue).Bits);
    }

    [Fact]
    public void Equal_values_are_equal()
    {
        Assert.True((VectorValue)new float[] { 1, 2 } == new float[] { 1, 2 });
        Assert.True((VectorValue)new float[] { 1, 2 } != new float[] { 1, 3 });
        Assert.True((VectorValue)new BitVector(new byte[] { 5 }) == new BitVector(new byte[] { 5 }));
        Assert.True((VectorValue)new BitVector(new byte[] { 5 }) != new BitVector(new byte[] { 6 }));
        Assert.True((VectorValue)new SparseVector([2, 1], [8, 9]) == new SparseVector([1, 2], [9, 8]));
        Assert.True((VectorValue)new SparseVector([2, 1], [8, 9]) != new SparseVector([1, 2], [8, 9]));
        Assert.True(default(VectorValue) == Array.Empty<float>());
        Assert.Equal(((VectorValue)new SparseVector([2, 1], [8, 9])).GetHashCode(), ((VectorValue)new SparseVector([1, 2], [9, 8])).GetHashCode());
    }

    [Fact]
    public void Bit_i_is_in_byte_i_over_8_from_the_lowest()
    {
        BitVector bits = new(new byte[] { 0b0000_0001, 0b1000_0010 });
        Assert.Equal(16, bits.Dimension);
        Assert.Equal([0, 9, 15], Enumerable.Range(0, 16).Where(i => bits[i]));
        Assert.Throws<IndexOutOfRangeException>(() => bits[16]);
    }

    [Fact]
    public void A_sparse_vector_sorts_its_dimensions_and_copies()
    {
        uint[] dimensions = [9, 0, uint.MaxValue, 4];
        float[] values = [1, 2, 3, 4];
        SparseVector sparse = new(dimensions, values);
        dimensions[0] = 7;
        values[0] = 7;
        Assert.Equal([0u, 4u, 9u, uint.MaxValue], sparse.Dimensions.ToArray());
        Assert.Equal([2f, 4f, 1f, 3f], sparse.Values.ToArray());
        Assert.Equal(4, sparse.Count);
    }

    [Fact]
    public void Counts_of_one_dimension_are_summed()
    {
        SparseVector sparse = SparseVector.FromCounts([(5, 1), (2, 1), (5, 1), (5, 0.5f)]);
        Assert.Equal([2u, 5u], sparse.Dimensions.ToArray());
        Assert.Equal([1f, 2.5f], sparse.Values.ToArray());
    }

    [Theory]
    [InlineData(new uint[0], new float[0], "sparse must be a vector of 1..65536 entries; got '0 entries'")]
    [InlineData(new uint[] { 1 }, new float[0], "sparse.values must be 1 values, one for each dimension; got '0 values'")]
    [InlineData(new uint[] { 1, 3, 1 }, new float[] { 1, 2, 3 }, "sparse.dimensions must be a list in which each dimension stands once; got 1")]
    [InlineData(new uint[] { 1, 2 }, new[] { 1, float.NaN }, "sparse.values[1] must be finite and at most 1E+15 in magnitude; got NaN")]
    [InlineData(new uint[] { 1, 2 }, new[] { float.NegativeInfinity, 1 }, "sparse.values[0] must be finite and at most 1E+15 in magnitude; got -Infinity")]
    public void A_sparse_vector_outside_the_rules_is_refused(uint[] dimensions, float[] values, string message) =>
        Assert.Equal(message, Assert.Throws<VectorStoreException>(() => new SparseVector(dimensions, values)).Message);

    [Fact]
    public void A_sparse_vector_has_at_most_65536_entries()
    {
        uint[] dimensions = [.. Enumerable.Range(0, SparseVector.MaxEntries + 1).Select(i => (uint)i)];
        Assert.Equal(SparseVector.MaxEntries, new SparseVector(dimensions.AsSpan(1), new float[SparseVector.MaxEntries]).Count);
        Assert.Throws<VectorStoreException>(() => new SparseVector(dimensions, new float[dimensions.Length]));
        Assert.Throws<VectorStoreException>(() => SparseVector.FromCounts([]));
    }
}
