using System.Runtime.InteropServices;
using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// Leaves out a random share of the units of a layer and multiplies those it keeps, so that their sum stays what it was (Srivastava et al. 2014).
/// </summary>
internal sealed class Dropout
{
    private const int Values = 1 << 16;

    // Of 16 random bits for each unit.
    private readonly int _threshold;

    public Dropout(double rate)
    {
        _threshold = Math.Min((int)Math.Round(rate * Values), Values - 1);
        Scale = (float)Values / (Values - _threshold);
    }

    /// <summary>What the units that are kept are multiplied by.</summary>
    public float Scale { get; }

    public void Apply(Span<float> activations, SeededRandom random)
    {
        if (_threshold == 0)
            return;
        Span<ulong> drawn = stackalloc ulong[1];
        ReadOnlySpan<ushort> bits = MemoryMarshal.Cast<ulong, ushort>(drawn);
        for (int i = 0; i < activations.Length; i++)
        {
            if (i % bits.Length == 0)
                drawn[0] = random.NextUInt64();
            activations[i] = bits[i % bits.Length] < _threshold ? 0 : activations[i] * Scale;
        }
    }
}
