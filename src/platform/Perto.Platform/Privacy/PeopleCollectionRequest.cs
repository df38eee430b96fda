namespace Perto.Platform;

/// <summary>Says that a collection's records are about people.</summary>
public sealed record PeopleCollectionRequest
{
    /// <summary>The payload field with the person's id: a keyword, keywords or an integer; left out: the record's id is the person's.</summary>
    public string? SubjectField { get; init; }
}
