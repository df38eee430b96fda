namespace Perto.Platform;

/// <summary>What was deleted from one place.</summary>
/// <param name="Source">A table, or the name of an <see cref="IPersonalDataSource"/>.</param>
/// <param name="Items">Rows, records or things of the person that were there.</param>
/// <param name="DoneAt">When the last of them was gone; null until then.</param>
public sealed record ErasedSource(string Source, long Items, DateTimeOffset? DoneAt);
