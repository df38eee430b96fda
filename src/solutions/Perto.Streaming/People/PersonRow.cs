namespace Perto.Streaming;

/// <summary>A person's line in the database.</summary>
internal sealed record PersonRow
{
    public string Id { get; init; } = "";

    public long Ratings { get; init; }

    public long Views { get; init; }

    public long LastActive { get; init; }

    /// <summary>Grows with everything the person does: what was computed at one revision holds until the next.</summary>
    public long Revision { get; init; }
}
