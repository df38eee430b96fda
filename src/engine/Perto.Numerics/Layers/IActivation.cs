using System.Numerics;

namespace Perto.Numerics;

/// <summary>An <see cref="Activation"/> as a type, so that it is compiled into the loop that applies it.</summary>
internal interface IActivation
{
    /// <summary>The function of each value.</summary>
    static abstract Vector<float> Of(Vector<float> x);
}
