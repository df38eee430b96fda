using System.Runtime.Intrinsics;

namespace Perto.Numerics;

/// <summary>
/// What one coordinate adds to a distance, at every register width. Implemented by empty structs, so that the kernels are compiled for
/// each.
/// </summary>
public interface IDistanceTerm
{
    /// <summary><paramref name="sum"/> and the term of <paramref name="a"/> and <paramref name="b"/>.</summary>
    static abstract float Add(float sum, float a, float b);

    /// <inheritdoc cref="Add(float, float, float)"/>
    static abstract Vector128<float> Add(Vector128<float> sum, Vector128<float> a, Vector128<float> b);

    /// <inheritdoc cref="Add(float, float, float)"/>
    static abstract Vector256<float> Add(Vector256<float> sum, Vector256<float> a, Vector256<float> b);

    /// <inheritdoc cref="Add(float, float, float)"/>
    static abstract Vector512<float> Add(Vector512<float> sum, Vector512<float> a, Vector512<float> b);
}
