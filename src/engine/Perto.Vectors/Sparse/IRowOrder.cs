namespace Perto.Vectors;

/// <summary>Which of two rows of equal score comes first, as a struct so that its loop is compiled for it.</summary>
internal interface IRowOrder
{
    bool IsBefore(int row, int other);
}
