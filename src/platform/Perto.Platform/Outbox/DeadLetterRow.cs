using System.Text.Json;

namespace Perto.Platform;

/// <summary>A row of <c>outbox_dead</c>.</summary>
internal sealed record DeadLetterRow
{
    public required string Id { get; init; }

    public required string Topic { get; init; }

    public string? OrderingKey { get; init; }

    public string? DedupeId { get; init; }

    public string? Payload { get; init; }

    public string? Traceparent { get; init; }

    public required long EnqueuedAt { get; init; }

    public required int Attempts { get; init; }

    public required string Error { get; init; }

    public required long DiedAt { get; init; }

    public DeadLetter ToLetter() => new()
    {
        Id = Id,
        Topic = Topic,
        Key = OrderingKey,
        DedupeId = DedupeId,
        Attempts = Attempts,
        Error = Error,
        EnqueuedAt = UnixMicros.ToMoment(EnqueuedAt),
        DiedAt = UnixMicros.ToMoment(DiedAt),
        Payload = Payload is null ? null : JsonSerializer.Deserialize<JsonElement>(Payload),
    };
}
