namespace Perto.Language;

/// <summary>
/// The space that needs no corpus: all features weigh the same, and each points in a direction that its hash says (signed feature hashing, Weinberger
/// et al. 2009, with four places for a feature, so that two that share one are not taken for the same).
/// </summary>
internal sealed class HashedSpace : IFeatureSpace
{
    private const int Places = 4;

    public float WeightOf(ulong id, out int place)
    {
        place = 0;
        return 1;
    }

    public void Add(ulong id, int place, float scale, Span<float> vector)
    {
        for (int i = 0; i < Places; i++)
        {
            uint part = (ushort)(id >> (16 * i));
            vector[(int)((part >> 1) * (uint)vector.Length >> 15)] += (part & 1) == 0 ? scale : -scale;
        }
    }
}
