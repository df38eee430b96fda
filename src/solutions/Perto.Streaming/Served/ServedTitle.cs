namespace Perto.Streaming;

/// <summary>A title as it stood on a page.</summary>
/// <param name="Id">The title's id.</param>
/// <param name="Row">Name of its row.</param>
/// <param name="RowPlace">The row's place on the page, from 1.</param>
/// <param name="Rank">The title's place in the row, from 1.</param>
/// <param name="Score">What the ranker gave it.</param>
/// <param name="Propensity">How probable it was that this title and this row were chosen, above 0 and at most 1; 1 where nothing was drawn. Where in its row a drawn title stands is drawn too.</param>
public sealed record ServedTitle(string Id, string Row, int RowPlace, int Rank, double Score, double Propensity)
{
    /// <summary>The probability of its draw, where it has its place by one; null where the ranking or a pin put it there.</summary>
    public double? Drawn { get; init; }

    /// <summary>Whether its place in the row is chance: it was drawn, and stands where draws stand. Pushed off the row by pins, it stands in another by its score.</summary>
    internal bool IsPlaceDrawn => Drawn is not null && Row == HomePlan.TopPicksRow;

    /// <summary>The probability with which its row was chosen for its place among the rows that were left; null where the plan put it there.</summary>
    public double? RowChosen { get; init; }

    /// <summary>Places of a row that are told apart by <see cref="Place"/>; what stands further back is alike.</summary>
    public const int Places = 10;

    /// <summary>Where it stood, from 0, for what the place alone did to its chance of being seen: by row and place in the row, up to ten of each.</summary>
    public int Place => ((Math.Min(RowPlace, Places) - 1) * Places) + Math.Min(Rank, Places) - 1;

    /// <summary>The row of a <see cref="Place"/>, from 0.</summary>
    internal static int RowOf(int place) => place / Places;
}
