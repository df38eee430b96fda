namespace Perto.Platform;

/// <summary>A row of the table <c>privacy_erasure</c>.</summary>
internal sealed record ErasureRow
{
    public TenantId Tenant { get; init; }

    public string Id { get; init; } = "";

    public string SubjectHash { get; init; } = "";

    public byte[]? SubjectSealed { get; init; }

    public string State { get; init; } = "";

    public string? Failure { get; init; }

    public long RequestedAt { get; init; }

    public long UpdatedAt { get; init; }

    public long? FinishedAt { get; init; }

    public ErasureReceipt ToReceipt(IEnumerable<ErasureStepRow> steps) => new()
    {
        Id = Id,
        State = Enum.Parse<ErasureState>(State, ignoreCase: true),
        SubjectHash = SubjectHash,
        RequestedAt = UnixMicros.ToMoment(RequestedAt),
        FinishedAt = FinishedAt is { } finished ? UnixMicros.ToMoment(finished) : null,
        Sources = [.. steps.Select(step => new ErasedSource(step.Source, step.Items, step.FinishedAt is { } done ? UnixMicros.ToMoment(done) : null))],
        Failure = Failure,
    };
}
