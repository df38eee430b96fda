namespace Perto.Vectors;

/// <summary>How a metric follows from an inner product. Implemented by empty structs.</summary>
internal interface IInnerProductForm
{
    /// <summary>Whether all vectors have length 1, so that one step size fits all and a code needs nothing beside it.</summary>
    static abstract bool IsUnit { get; }

    /// <summary>The distance.</summary>
    /// <param name="product">The inner product of query and row.</param>
    /// <param name="querySquares">Sum of squares of the query.</param>
    /// <param name="rowSquares">Sum of squares of the row.</param>
    static abstract float Distance(float product, float querySquares, float rowSquares);
}
