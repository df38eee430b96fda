namespace Perto.Learning;

/// <summary>Settings of <see cref="Ease"/>.</summary>
public sealed record EaseSettings
{
    /// <summary>Regularisation (lambda), in 0.01..1e7. The only thing to tune: more for sparser data.</summary>
    public double Regularization { get; init; } = 250;

    /// <summary>
    /// The share of each history that is hidden while an item is rebuilt (p), at least 0 and below 1: popular items are regularised more, by
    /// p / (1 - p) times how often they were had (EDLAE: Steck 2020, "Autoencoders that don't overfit towards the Identity", equation 6). 0 is EASE;
    /// above it the system of the items is inverted.
    /// </summary>
    public double Dropout { get; init; }

    /// <summary>Which system to invert.</summary>
    public EaseForm Form { get; init; } = EaseForm.Automatic;

    /// <summary>
    /// Most rows of the square matrix that is inverted, in 1..46000. It takes 4 bytes a cell, so 20,000 rows are 1.5 GiB, and
    /// n^3 / 2 multiply-adds.
    /// </summary>
    public int MaximumSide { get; init; } = 20_000;

    /// <summary>Refuses values out of range.</summary>
    /// <exception cref="SettingOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        SettingOutOfRangeException.ThrowUnless(Regularization is >= 0.01 and <= 1e7, nameof(Regularization), Regularization, "in 0.01..10000000");
        SettingOutOfRangeException.ThrowUnless(Dropout is >= 0 and < 1, nameof(Dropout), Dropout, "at least 0 and below 1");
        SettingOutOfRangeException.ThrowUnless(Dropout == 0 || Form != EaseForm.Users, nameof(Dropout), Dropout, "0 with the form of the users");
        SettingOutOfRangeException.ThrowUnless(Enum.IsDefined(Form), nameof(Form), Form, "Automatic, Items or Users");
        SettingOutOfRangeException.ThrowUnless(MaximumSide is >= 1 and <= 46_000, nameof(MaximumSide), MaximumSide, "in 1..46000");
    }
}
