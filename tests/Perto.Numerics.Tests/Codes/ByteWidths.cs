using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Perto.Numerics.Tests.Codes;

internal readonly struct Scalar : IByteWidth
{
    public static int Bytes => 1;

    public static bool HasWideDot => false;
}

internal readonly struct Portable : IByteWidth
{
    public static int Bytes => Vector128.IsHardwareAccelerated ? 16 : 1;

    public static bool HasWideDot => false;
}

internal readonly struct OfAvx2 : IByteWidth
{
    public static int Bytes => Avx2.IsSupported ? 32 : 1;

    public static bool HasWideDot => false;
}

internal readonly struct OfVnni : IByteWidth
{
    public static int Bytes => AvxVnni.IsSupported ? 32 : 1;

    public static bool HasWideDot => AvxVnni.IsSupported;
}

internal readonly struct OfAvx512 : IByteWidth
{
    public static int Bytes => Avx512BW.IsSupported ? 64 : 1;

    public static bool HasWideDot => false;
}
