namespace Perto.Recommendations;

/// <summary>A source in a plan.</summary>
/// <param name="Source">Its type.</param>
/// <param name="Take">How many candidates it may bring.</param>
/// <param name="Budget">How long it may take.</param>
public sealed record PlannedSource(Type Source, int Take, TimeSpan Budget)
{
    /// <summary>The source that takes its place when it is late, fails or finds nothing; null for none.</summary>
    public Type? OrElse { get; init; }

    /// <summary>
    /// For a source that explores: the share (0 to 1) of the first 20 of the list that is kept for what it draws, in place of <see cref="Take"/>. Null for the others.
    /// </summary>
    public double? Share { get; init; }

    /// <summary>How many it is asked for where the list is to have <paramref name="list"/> items.</summary>
    internal int TakeFor(int list) => Share is { } share ? (int)Math.Floor((share * Math.Min(list, FirstItems.Count)) + 1e-9) : Take;
}
