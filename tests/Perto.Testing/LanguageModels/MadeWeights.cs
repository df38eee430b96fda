using System.Text;

namespace Perto.Testing;

/// <summary>Weights that are made of a tensor's name and a value's place, exact in single precision: <c>Golden/reference.py</c> makes the same.</summary>
public static class MadeWeights
{
    /// <summary>The values of a tensor: -.5 to .5, and .5 to 1.5 for the factors of a normalisation.</summary>
    public static float[] Values(string name, long count)
    {
        uint seed = 2166136261;
        foreach (byte c in Encoding.UTF8.GetBytes(name))
            seed = (seed ^ c) * 16777619;
        float shift = name.EndsWith("orm.weight", StringComparison.Ordinal) ? 1 : 0;
        float[] values = new float[count];
        for (int i = 0; i < values.Length; i++)
        {
            uint z = seed + ((uint)i * 0x9E3779B9);
            z ^= z >> 16;
            z *= 0x85EBCA6B;
            z ^= z >> 13;
            z *= 0xC2B2AE35;
            z ^= z >> 16;
            values[i] = ((z >> 8) / 16_777_216f) - 0.5f + shift;
        }

        return values;
    }
}
