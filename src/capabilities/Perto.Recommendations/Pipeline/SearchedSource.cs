namespace Perto.Recommendations;

/// <summary>A source that is made, with its line of the plan.</summary>
internal sealed record SearchedSource<TContext, TItem>(ICandidateSource<TContext, TItem> Source, PlannedSource Planned)
    where TItem : class, ICatalogueItem;
