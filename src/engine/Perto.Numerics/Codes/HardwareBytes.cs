using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Perto.Numerics;

/// <summary>What the machine has.</summary>
internal readonly struct HardwareBytes : IByteWidth
{
    public static int Bytes =>
        Avx512BW.IsSupported && Vector512.IsHardwareAccelerated ? 64 : Avx2.IsSupported ? 32 : Vector128.IsHardwareAccelerated ? 16 : 1;

    public static bool HasWideDot => AvxVnni.IsSupported;
}
