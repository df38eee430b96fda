namespace Perto.Numerics;

/// <summary>The function that a layer applies to its sums.</summary>
public enum Activation
{
    /// <summary>None.</summary>
    Identity,

    /// <summary>The Gaussian error linear unit, x times the normal distribution's share below x (Hendrycks and Gimpel 2016), by the error function.</summary>
    Gelu,

    /// <summary>The same by tanh(sqrt(2/pi) (x + 0.044715 x^3)): <c>gelu_new</c>.</summary>
    GeluTanh,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>The hyperbolic tangent, within 3e-7.</summary>
    Tanh,
}
