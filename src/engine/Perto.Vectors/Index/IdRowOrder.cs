namespace Perto.Vectors;

/// <summary>Of rows with equal scores the one with the smaller id comes first.</summary>
internal readonly struct IdRowOrder(CollectionSnapshot snapshot) : IRowOrder
{
    public bool IsBefore(int row, int other) => snapshot.CompareIds(row, other) < 0;
}
