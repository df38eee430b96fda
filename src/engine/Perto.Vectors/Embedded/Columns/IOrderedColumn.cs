namespace Perto.Vectors;

/// <summary>A column whose values have an order that an index may follow.</summary>
internal interface IOrderedColumn<T>
{
    /// <summary>The value of each row; of one without a value any.</summary>
    ReadOnlySpan<T> Ordered { get; }
}
