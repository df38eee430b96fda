namespace Perto.Numerics;

/// <summary>Settings of <see cref="RandomizedSvd"/>, with the names of Halko, Martinsson and Tropp 2011 in brackets.</summary>
public sealed record RandomizedSvdSettings
{
    /// <summary>How many singular values are wanted (k), from 1 to the lesser side of the matrix.</summary>
    public required int Rank { get; init; }

    /// <summary>Further directions that are followed and then dropped (p), in 0..1000: they make the wanted ones accurate.</summary>
    public int Oversampling { get; init; } = 10;

    /// <summary>
    /// How often the block is sent through A'A (q), in 0..100: each time the unwanted part of the spectrum fades by the square of its ratio
    /// to the wanted part. 2 is enough where the values fall fast, 4 to 8 where they fall slowly.
    /// </summary>
    public int PowerIterations { get; init; } = 4;

    /// <summary>Seed of the first directions.</summary>
    public long Seed { get; init; } = 1;

    internal void Validate(int rows, int columns)
    {
        int side = Math.Min(rows, columns);
        Require(Rank >= 1 && Rank <= side, nameof(Rank), Rank, $"in 1..{side} for a matrix of {rows} x {columns}");
        Require(Oversampling is >= 0 and <= 1_000, nameof(Oversampling), Oversampling, "in 0..1000");
        Require(PowerIterations is >= 0 and <= 100, nameof(PowerIterations), PowerIterations, "in 0..100");
    }

    private static void Require(bool accepted, string setting, int given, string allowed)
    {
        if (!accepted)
            throw new ArgumentException($"{setting} must be {allowed}; got {given}");
    }
}
