using System.Runtime.Intrinsics;

namespace Perto.Numerics;

/// <summary>What the machine has.</summary>
internal readonly struct HardwareWidth : IVectorWidth
{
    public static int Lanes =>
        Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : Vector128.IsHardwareAccelerated ? 4 : 1;
}
