namespace Perto.Platform;

/// <summary>A row of the table <c>collection_rebuild</c>.</summary>
internal sealed record RebuildRow
{
    public TenantId Tenant { get; init; }

    public string Id { get; init; } = "";

    public string Alias { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Model { get; init; } = "";

    public string Source { get; init; } = "";

    public string? Target { get; init; }

    public string State { get; init; } = "";

    public string LastId { get; init; } = "";

    public long Done { get; init; }

    public long Total { get; init; }

    public string? Failure { get; init; }

    public string? Server { get; init; }

    public long? CancelAskedAt { get; init; }

    public long AskedAt { get; init; }

    public long? StartedAt { get; init; }

    public long? TakenAt { get; init; }

    public long TakenDone { get; init; }

    public long UpdatedAt { get; init; }

    public long? FinishedAt { get; init; }

    public CollectionRebuild ToRebuild() => new()
    {
        Id = Id,
        Alias = Alias,
        Kind = Enum.Parse<RebuildKind>(Kind, ignoreCase: true),
        Model = Model,
        State = Enum.Parse<RebuildState>(State, ignoreCase: true),
        Done = Done,
        Total = Total,
        RecordsPerSecond = TakenAt is { } taken && UpdatedAt > taken ? (Done - TakenDone) / TimeSpan.FromMicroseconds(UpdatedAt - taken).TotalSeconds : null,
        Failure = Failure,
        Server = Server,
        AskedAt = UnixMicros.ToMoment(AskedAt),
        StartedAt = StartedAt is { } started ? UnixMicros.ToMoment(started) : null,
        FinishedAt = FinishedAt is { } finished ? UnixMicros.ToMoment(finished) : null,
    };
}
