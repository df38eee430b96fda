namespace Perto.Learning;

/// <summary>Settings of <see cref="PrincipalComponents"/>.</summary>
public sealed record PcaSettings
{
    /// <summary>How many components are kept, from 1 to the lesser of rows and columns.</summary>
    public required int Components { get; init; }

    /// <summary>How they are computed.</summary>
    public PcaMethod Method { get; init; }

    /// <summary>Whether each component is divided by its standard deviation, so that all have variance 1 on the data of the fit.</summary>
    public bool Whiten { get; init; }

    /// <summary>For the randomised method: further directions that are followed and then dropped, in 0..1000.</summary>
    public int Oversampling { get; init; } = 10;

    /// <summary>For the randomised method: passes that sharpen the directions, in 0..100.</summary>
    public int PowerIterations { get; init; } = 4;

    /// <summary>Seed of the randomised method.</summary>
    public long Seed { get; init; } = 1;

    internal void Validate(int rows, int columns)
    {
        SettingOutOfRangeException.ThrowUnless(rows >= 2, nameof(rows), rows, "at least 2: one row has no variance");
        int side = Math.Min(rows, columns);
        SettingOutOfRangeException.ThrowUnless(
            Components >= 1 && Components <= side, nameof(Components), Components, $"in 1..{side} for {rows} rows of {columns} columns");
        SettingOutOfRangeException.ThrowUnless(Oversampling is >= 0 and <= 1_000, nameof(Oversampling), Oversampling, "in 0..1000");
        SettingOutOfRangeException.ThrowUnless(PowerIterations is >= 0 and <= 100, nameof(PowerIterations), PowerIterations, "in 0..100");
    }
}
