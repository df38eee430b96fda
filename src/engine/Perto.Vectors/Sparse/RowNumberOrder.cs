namespace Perto.Vectors;

/// <summary>The row that was written first comes first.</summary>
internal readonly struct RowNumberOrder : IRowOrder
{
    public bool IsBefore(int row, int other) => row < other;
}
