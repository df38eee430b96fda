namespace Perto.Platform;

/// <summary>Says that a person's data was deleted, and how much of it there was.</summary>
public sealed record ErasureReceipt
{
    /// <summary>Id of the erasure.</summary>
    public required string Id { get; init; }

    /// <summary>Whose data it was in.</summary>
    public required string Tenant { get; init; }

    /// <summary>The person's id.</summary>
    public required string Subject { get; init; }

    /// <summary>When it was done.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Each declared table, also where nothing was.</summary>
    public required IReadOnlyList<ErasedTable> Tables { get; init; }

    /// <summary>Rows deleted in all tables.</summary>
    public long Rows => Tables.Sum(table => table.Rows);
}
