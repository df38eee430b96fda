namespace Perto.Recommendations;

/// <summary>An item whose place somebody fixed.</summary>
/// <param name="Row">Name of the row.</param>
/// <param name="Place">Its place in the row, from 1; in a shorter row the last.</param>
/// <param name="Item">The item; it stands there where a source found it and the rules let it through.</param>
public sealed record PinnedItem<TItem>(string Row, int Place, TItem Item)
    where TItem : class, ICatalogueItem;
