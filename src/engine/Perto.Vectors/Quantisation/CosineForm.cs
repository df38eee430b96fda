namespace Perto.Vectors;

/// <summary>1 - cosine, of vectors of length 1.</summary>
internal readonly struct CosineForm : IInnerProductForm
{
    public static bool IsUnit => true;

    public static float Distance(float product, float querySquares, float rowSquares) => 1 - product;
}
