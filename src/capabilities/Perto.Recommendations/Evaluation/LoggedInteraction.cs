namespace Perto.Recommendations;

/// <summary>One line of a log of interactions, with ids already numbered.</summary>
/// <param name="User">Number of the user in <see cref="InteractionLog.Users"/>.</param>
/// <param name="Item">Number of the item in <see cref="InteractionLog.Items"/>.</param>
/// <param name="Rating">The rating; 1 where the file has none.</param>
/// <param name="Timestamp">When, in the unit of the file; 0 where the file has none.</param>
public readonly record struct LoggedInteraction(int User, int Item, double Rating = 1, long Timestamp = 0);
