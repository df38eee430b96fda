namespace Perto.Numerics;

/// <summary>The instructions that a kernel over codes may use, as a type, so that the choice is made when the kernel is compiled.</summary>
internal interface IByteWidth
{
    /// <summary>Bytes of a register: 64, 32, 16, or 1 for plain scalar code.</summary>
    static abstract int Bytes { get; }

    /// <summary>Whether products of bytes are summed into 32 bits by one instruction (AVX-VNNI).</summary>
    static abstract bool HasWideDot { get; }
}
