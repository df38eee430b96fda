namespace Perto.Platform;

/// <summary>A vector collection of the tenant's own.</summary>
/// <param name="Collection">Its name.</param>
/// <param name="HoldsPeople">Whether it was declared that its records are about people; erasures look only into those.</param>
/// <param name="SubjectField">The payload field with the person's id; null: the record's id, where it holds people.</param>
public sealed record DescribedCollection(string Collection, bool HoldsPeople, string? SubjectField);
