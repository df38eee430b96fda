namespace Perto.Vectors;

/// <summary>What stands behind a code where vectors have different lengths.</summary>
internal struct RowTail
{
    /// <summary>Bytes taken.</summary>
    public const int Bytes = 8;

    /// <summary>The value of one step of the code.</summary>
    public float Scale;

    /// <summary>The sum of squares of the row.</summary>
    public float Squares;
}
