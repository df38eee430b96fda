namespace Perto.Vectors;

/// <summary>What stands before the values of a prepared query.</summary>
internal struct QueryHead
{
    /// <summary>Bytes taken, so that the values behind it are aligned.</summary>
    public const int Bytes = 64;

    /// <summary>What a product of codes is multiplied by: the value of one step.</summary>
    public float Scale;

    /// <summary>The sum of squares of the query.</summary>
    public float Squares;

    /// <summary>What codes add because they are stored without sign; taken off before scaling.</summary>
    public int Bias;

    /// <summary>The value of step 0, where steps have no sign.</summary>
    public float Low;

    /// <summary>The sum of the query's values, as their steps say.</summary>
    public float Total;
}
