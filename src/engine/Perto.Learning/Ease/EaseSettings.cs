namespace Perto.Learning;

/// <summary>Settings of <see cref="Ease"/>.</summary>
public sealed record EaseSettings
{
    /// <summary>Regularisation (lambda), in 0.01..1e7. The only thing to tune: more for sparser data.</summary>
    public double Regularization { get; init; } = 250;

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
        SettingOutOfRangeException.ThrowUnless(Enum.IsDefined(Form), nameof(Form), Form, "Automatic, Items or Users");
        SettingOutOfRangeException.ThrowUnless(MaximumSide is >= 1 and <= 46_000, nameof(MaximumSide), MaximumSide, "in 1..46000");
    }
}
