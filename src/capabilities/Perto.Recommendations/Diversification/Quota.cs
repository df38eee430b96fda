namespace Perto.Recommendations;

/// <summary>How many of the first picks are to be of a kind.</summary>
/// <param name="Has">Whether an item, by its index, is of the kind.</param>
/// <param name="AtLeast">How many of them, as far as there are items of the kind.</param>
/// <param name="AtMost">How many of them, as far as there are other items; where both cannot be, <paramref name="AtLeast"/> comes first.</param>
public sealed record Quota(Func<int, bool> Has, int AtLeast, int AtMost = int.MaxValue);
