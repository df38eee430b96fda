namespace Perto.Streaming;

/// <summary>The online measures of a time.</summary>
/// <param name="StartsAt">From when.</param>
/// <param name="EndsAt">Until when, not included.</param>
/// <param name="People">How many did anything.</param>
/// <param name="Titles">Titles of the catalogue.</param>
/// <param name="Measures">Each with its target.</param>
public sealed record MeasuresReport(DateTimeOffset StartsAt, DateTimeOffset EndsAt, int People, int Titles, IReadOnlyList<OnlineMeasure> Measures)
{
    /// <summary>The experiment whose people they are; absent: all people.</summary>
    public string? Experiment { get; init; }

    /// <summary>The arm.</summary>
    public string? Arm { get; init; }

    /// <summary>The arm that lift is over.</summary>
    public string? Baseline { get; init; }
}
