namespace Perto.Vectors;

/// <summary>The rows of a sparse part that are bounded and scored together.</summary>
internal static class SparseBlock
{
    /// <summary>Rows of a block: a word has a bit for each.</summary>
    public const int Rows = 16;

    /// <summary>Blocks that are dismissed together by one bound.</summary>
    public const int OfGroup = 256;

    public static int Count(int rows) => (rows + Rows - 1) / Rows;
}
