namespace Perto.Numerics;

/// <summary>
/// MT19937 (Matsumoto and Nishimura 1998) as NumPy's <c>RandomState</c> seeds and reads it, so that a random split that was published with
/// a seed is the same here. For nothing else: <see cref="SeededRandom"/> is faster and better.
/// </summary>
public sealed class MersenneTwister
{
    private const int Size = 624;
    private const int Middle = 397;

    private readonly uint[] _state = new uint[Size];
    private int _next = Size;

    /// <param name="seed">What <c>numpy.random.seed</c> takes (<c>init_genrand</c>).</param>
    public MersenneTwister(uint seed)
    {
        _state[0] = seed;
        for (int i = 1; i < Size; i++)
            _state[i] = (1_812_433_253 * (_state[i - 1] ^ (_state[i - 1] >> 30))) + (uint)i;
    }

    /// <summary>32 random bits (<c>genrand_int32</c>).</summary>
    public uint NextUInt32()
    {
        if (_next == Size)
            Refill();
        uint value = _state[_next++];
        value ^= value >> 11;
        value ^= (value << 7) & 0x9D2C_5680;
        value ^= (value << 15) & 0xEFC6_0000;
        return value ^ (value >> 18);
    }

    /// <summary>A number in [0, 1) with 53 random bits (<c>genrand_res53</c>), as <c>numpy.random.rand</c> gives it.</summary>
    public double NextDouble()
    {
        uint high = NextUInt32() >> 5;
        uint low = NextUInt32() >> 6;
        return ((high * 67_108_864.0) + low) / 9_007_199_254_740_992.0;
    }

    private void Refill()
    {
        for (int i = 0; i < Size; i++)
        {
            uint joined = (_state[i] & 0x8000_0000) | (_state[(i + 1) % Size] & 0x7FFF_FFFF);
            _state[i] = _state[(i + Middle) % Size] ^ (joined >> 1) ^ ((joined & 1) * 0x9908_B0DF);
        }

        _next = 0;
    }
}
