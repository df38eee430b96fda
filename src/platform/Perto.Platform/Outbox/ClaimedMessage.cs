namespace Perto.Platform;

/// <summary>A message that a worker has claimed.</summary>
internal sealed record ClaimedMessage
{
    public required long Seq { get; init; }

    public required string Tenant { get; init; }

    public required string Topic { get; init; }

    public string? OrderingKey { get; init; }

    public required string Id { get; init; }

    public string? DedupeId { get; init; }

    public required string Payload { get; init; }

    public string? Traceparent { get; init; }

    public required long EnqueuedAt { get; init; }

    /// <summary>Claims that were not given back; while it is held, this one included.</summary>
    public required int Attempts { get; init; }

    /// <summary>When the first message of the topic falls due that was not due yet at the claim.</summary>
    public long? NextDue { get; init; }

    public OutboxDelivery ToDelivery() => new()
    {
        Id = Id,
        Tenant = new TenantId(Tenant),
        Topic = Topic,
        Key = OrderingKey,
        Payload = Payload,
        Attempt = Attempts,
        EnqueuedAt = UnixMicros.ToMoment(EnqueuedAt),
    };
}
