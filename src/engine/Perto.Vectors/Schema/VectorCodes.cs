namespace Perto.Vectors;

/// <summary>
/// How an index keeps a dense vector while it looks for candidates. Candidates are compared again with the vector itself, so the codes
/// change speed, memory and recall, not scores.
/// </summary>
public enum VectorCodes
{
    /// <summary>A byte for each dimension: the right choice where nothing speaks for another.</summary>
    Int8,

    /// <summary>Four bits for each dimension: half the memory, a little less recall.</summary>
    Int4,

    /// <summary>One bit for each dimension: for vectors of 1,000 dimensions and more.</summary>
    Bit,

    /// <summary>The floats themselves: most memory, no loss.</summary>
    Float32,
}
