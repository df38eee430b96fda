namespace Perto.Platform;

/// <summary>A vector collection of a tenant's own whose records are about people.</summary>
public sealed record PeopleCollection
{
    /// <summary>Its name.</summary>
    public required string Collection { get; init; }

    /// <summary>The payload field with the person's id; null: the record's id is the person's.</summary>
    public string? SubjectField { get; init; }
}
