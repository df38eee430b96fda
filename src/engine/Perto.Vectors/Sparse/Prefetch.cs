using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Perto.Vectors;

/// <summary>Asks for memory before it is needed. An address that may not be read does no harm.</summary>
internal static unsafe class Prefetch
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of(void* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }
}
