namespace Perto.Vectors;

/// <summary>How a collection does.</summary>
/// <param name="State">In one word.</param>
/// <param name="Reason">Why it does not do well, for a person; <see langword="null"/> where it is.</param>
/// <param name="Writable">Whether it takes writes.</param>
public sealed record CollectionHealth(HealthState State, string? Reason, bool Writable)
{
    /// <summary>All is well.</summary>
    public static CollectionHealth Ok { get; } = new(HealthState.Ok, Reason: null, Writable: true);
}
