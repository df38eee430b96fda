using System.Numerics;

namespace Perto.Numerics;

/// <summary>Applies an <see cref="Activation"/> to a block of a row-major matrix, in place.</summary>
internal static unsafe class ActivationKernel
{
    /// <param name="activation">Which.</param>
    /// <param name="values">The first value of the block.</param>
    /// <param name="stride">Values from one row to the next.</param>
    /// <param name="rows">Rows of the block.</param>
    /// <param name="columns">Its columns, a multiple of the vector width.</param>
    public static void Apply(Activation activation, float* values, nint stride, int rows, int columns)
    {
        switch (activation)
        {
            case Activation.Gelu:
                Apply<GeluUnit>(values, stride, rows, columns);
                break;
            case Activation.GeluTanh:
                Apply<GeluTanhUnit>(values, stride, rows, columns);
                break;
            case Activation.Relu:
                Apply<ReluUnit>(values, stride, rows, columns);
                break;
            case Activation.Tanh:
                Apply<TanhUnit>(values, stride, rows, columns);
                break;
            case Activation.Identity:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(activation), activation, "activation must be a value of Activation");
        }
    }

    private static void Apply<TUnit>(float* values, nint stride, int rows, int columns)
        where TUnit : struct, IActivation
    {
        for (int row = 0; row < rows; row++, values += stride)
        {
            for (int column = 0; column < columns; column += Vector<float>.Count)
                TUnit.Of(Vector.Load(values + column)).Store(values + column);
        }
    }
}
