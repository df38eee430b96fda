namespace Perto.Platform;

/// <summary>How a vector set keeps vectors to find candidates. They are compared again with the vectors as they were written, so it changes memory and recall, not scores.</summary>
public enum RedisQuantisation
{
    /// <summary>A byte for each dimension.</summary>
    Q8,

    /// <summary>The floats themselves: most memory, no loss.</summary>
    NoQuant,

    /// <summary>A bit for each dimension: for vectors of 1,000 dimensions and more.</summary>
    Bin,
}
