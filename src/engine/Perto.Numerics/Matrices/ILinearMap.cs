namespace Perto.Numerics;

/// <summary>
/// A matrix known only by what it does to a block of vectors: dense, sparse, centred, or the caller's own. What it gives may not depend on the
/// number of threads.
/// </summary>
public interface ILinearMap
{
    /// <summary>Rows of the matrix A.</summary>
    int Rows { get; }

    /// <summary>Columns of A.</summary>
    int Columns { get; }

    /// <summary>product = A * block.</summary>
    /// <param name="block">Row-major, <see cref="Columns"/> x <paramref name="width"/>.</param>
    /// <param name="width">Vectors in the block.</param>
    /// <param name="product">Row-major, <see cref="Rows"/> x width; overwritten.</param>
    /// <param name="parallel">How many threads may work, and when to stop.</param>
    void Multiply(float[] block, int width, float[] product, ParallelOptions parallel);

    /// <summary>product = A' * block.</summary>
    /// <param name="block">Row-major, <see cref="Rows"/> x <paramref name="width"/>.</param>
    /// <param name="width">Vectors in the block.</param>
    /// <param name="product">Row-major, <see cref="Columns"/> x width; overwritten.</param>
    /// <param name="parallel">How many threads may work, and when to stop.</param>
    void MultiplyTransposed(float[] block, int width, float[] product, ParallelOptions parallel);
}
