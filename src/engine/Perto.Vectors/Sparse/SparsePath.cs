namespace Perto.Vectors;

/// <summary>How a part is scanned. The results are the same.</summary>
internal enum SparsePath
{
    /// <summary>Range by range whichever is expected to be faster.</summary>
    Faster,

    /// <summary>Block by block, where few blocks can have a hit.</summary>
    Blocks,

    /// <summary>Term by term through ranges of blocks, where many blocks can have a hit.</summary>
    Ranges,
}
