namespace Perto.Vectors;

/// <summary>The negative inner product.</summary>
internal readonly struct DotForm : IInnerProductForm
{
    public static bool IsUnit => false;

    public static float Distance(float product, float querySquares, float rowSquares) => -product;
}
