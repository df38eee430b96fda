namespace Perto.Numerics;

/// <summary>The widest register that a kernel may use, as a type, so that the choice is made when the kernel is compiled.</summary>
internal interface IVectorWidth
{
    /// <summary>Floats in a register: 16, 8, 4, or 1 for plain scalar code.</summary>
    static abstract int Lanes { get; }
}
