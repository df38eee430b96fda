namespace Perto.Learning;

/// <summary>Settings of <see cref="ItemKnn"/>.</summary>
public sealed record ItemKnnSettings
{
    /// <summary>Most neighbours kept for an item, in 1..10000.</summary>
    public int Neighbours { get; init; } = 100;

    /// <summary>
    /// Added to the denominator of the cosine, in 0..1e6: pulls the similarity of items that share few users towards zero.
    /// </summary>
    public double Shrinkage { get; init; } = 10;

    /// <summary>Refuses values out of range.</summary>
    /// <exception cref="SettingOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        SettingOutOfRangeException.ThrowUnless(Neighbours is >= 1 and <= 10_000, nameof(Neighbours), Neighbours, "in 1..10000");
        SettingOutOfRangeException.ThrowUnless(Shrinkage is >= 0 and <= 1e6, nameof(Shrinkage), Shrinkage, "in 0..1000000");
    }
}
