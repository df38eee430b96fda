namespace Perto.Recommendations;

/// <summary>One case of a leave-one-out test: the item a user really chose, and items given to compare it with.</summary>
/// <param name="User">Number of the user.</param>
/// <param name="Positive">Number of the item that was left out.</param>
/// <param name="Negatives">Numbers of the items to rank it among.</param>
public sealed record LeaveOneOutCase(int User, int Positive, IReadOnlyList<int> Negatives);
