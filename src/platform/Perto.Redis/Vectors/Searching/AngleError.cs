using Perto.Vectors;

namespace Perto.Redis;

/// <summary>How far the cosines of a vector set may be from those of the vectors.</summary>
/// <param name="IsKnown">Whether there is a limit to reckon with; signs of dense vectors have none.</param>
/// <param name="Most">The limit.</param>
internal readonly record struct AngleError(bool IsKnown, double Most)
{
    /// <summary>The part of float arithmetic.</summary>
    public const double Rounding = 1e-6;

    /// <summary>That of a graph.</summary>
    public static AngleError Of(VectorField field, GraphSettings graph) => graph.Quantisation switch
    {
        GraphSettings.Floats => new AngleError(IsKnown: true, 1e-5),
        // A value is off by half a step, of 254 between the largest value and its opposite: of two vectors of length 1 in few dimensions the
        // product is off by a hundredth, and by less in many.
        GraphSettings.Bytes => new AngleError(IsKnown: true, 0.02),
        // Each bit is there.
        _ => new AngleError(field.Kind is VectorKind.Bits, 0),
    };
}
