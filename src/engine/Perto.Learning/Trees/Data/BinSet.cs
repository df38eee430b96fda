namespace Perto.Learning;

/// <summary>A set of bins of one feature.</summary>
internal struct BinSet
{
    private ulong _first;
    private ulong _second;
    private ulong _third;
    private ulong _fourth;

    public void Add(int bin)
    {
        ulong bit = 1UL << (bin & 63);
        switch (bin >> 6)
        {
            case 0:
                _first |= bit;
                break;
            case 1:
                _second |= bit;
                break;
            case 2:
                _third |= bit;
                break;
            default:
                _fourth |= bit;
                break;
        }
    }

    public readonly bool Contains(int bin)
    {
        ulong word = (bin >> 6) switch
        {
            0 => _first,
            1 => _second,
            2 => _third,
            _ => _fourth,
        };
        return ((word >> (bin & 63)) & 1) != 0;
    }
}
