namespace Perto.Numerics;

/// <summary>A matrix that must be positive definite is not, in the precision used: it needs more regularisation.</summary>
public sealed class NotPositiveDefiniteException(int pivot, double value)
    : ArithmeticException($"The matrix is not positive definite: pivot {pivot} is {value}. More regularisation makes it so.")
{
    /// <summary>Index of the row where the factorisation stopped, from 0.</summary>
    public int Pivot { get; } = pivot;
}
