using System.Text.Json;

namespace Perto.Platform;

/// <summary>A message as its handler gets it.</summary>
public sealed record OutboxDelivery
{
    /// <summary>Stays the same however often it is tried or replayed: the idempotency key for what lies outside.</summary>
    public required string Id { get; init; }

    /// <summary>Whose work it is.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>What is to be done.</summary>
    public required string Topic { get; init; }

    /// <summary>What orders it; null where nothing does.</summary>
    public string? Key { get; init; }

    /// <summary>What it is about, as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>Which try this is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>When it was enqueued.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>The payload as <typeparamref name="T"/>.</summary>
    /// <exception cref="PermanentFailureException">It is none; trying again cannot help.</exception>
    public T Read<T>()
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Payload, PertoJson.Options)
                ?? throw new PermanentFailureException($"The payload of {Topic} is null");
        }
        catch (JsonException malformed)
        {
            throw new PermanentFailureException($"The payload of {Topic} is no {typeof(T).Name} (at {malformed.Path})", malformed);
        }
    }
}
