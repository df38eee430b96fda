namespace Perto.Vectors;

/// <summary>Sparse vectors by row, as a part is written from them.</summary>
internal interface ISparseRows
{
    /// <summary>How many rows; a row may be empty.</summary>
    int Count { get; }

    /// <summary>The dimensions that a row has, ascending and distinct.</summary>
    ReadOnlySpan<uint> Dimensions(int row);

    /// <summary>The values of those dimensions.</summary>
    ReadOnlySpan<float> Values(int row);
}
