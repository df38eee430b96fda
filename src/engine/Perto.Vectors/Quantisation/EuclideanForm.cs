namespace Perto.Vectors;

/// <summary>The squared Euclidean distance: |q|² + |x|² - 2 q x.</summary>
internal readonly struct EuclideanForm : IInnerProductForm
{
    public static bool IsUnit => false;

    public static float Distance(float product, float querySquares, float rowSquares) =>
        MathF.Max(0, querySquares + rowSquares - (2 * product));
}
