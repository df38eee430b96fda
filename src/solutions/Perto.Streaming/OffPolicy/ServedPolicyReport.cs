namespace Perto.Streaming;

/// <summary>What a ranking would have earned on served pages, as far as they say.</summary>
/// <param name="Model">The ranking.</param>
/// <param name="StartsAt">From when pages count.</param>
/// <param name="EndsAt">Until when, not included.</param>
/// <param name="Pages">Served pages of the time that the ranking can score.</param>
/// <param name="DrawnPlaces">Identified: which of the titles that were drawn stands first.</param>
/// <param name="RowOrder">Identified: which row stands first.</param>
public sealed record ServedPolicyReport(
    string Model, DateTimeOffset StartsAt, DateTimeOffset EndsAt, int Pages, ServedEvidence DrawnPlaces, ServedEvidence RowOrder)
{
    /// <summary>Not identified, but modelled: the order of what the scores put into their places. Absent where nothing is known of how places are noticed.</summary>
    public ClickModelValue? ClickModel { get; init; }
}
