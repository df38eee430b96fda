using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Perto.Platform;

/// <summary>Work that follows from a change; see <see cref="Outbox.EnqueueAsync(DatabaseSession, OutboxMessage)"/>.</summary>
public sealed record OutboxMessage
{
    /// <summary>Longest <see cref="Key"/> and <see cref="DedupeId"/>, in characters.</summary>
    public const int LongestName = 200;

    /// <summary>Largest payload, in bytes of UTF-8: what is larger belongs in a table of its own, and its id in the message.</summary>
    public const int LargestPayload = 1024 * 1024;

    private OutboxMessage()
    {
    }

    /// <summary>Whose work it is.</summary>
    public TenantId Tenant { get; private init; }

    /// <summary>What is to be done; a module has registered a handler for it.</summary>
    public required string Topic { get; init; }

    /// <summary>What the handler needs to know, as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>Messages with the same key are handled one after another, in the order in which they were enqueued; null: in no order.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// A second message of the tenant and topic with the same id is not enqueued: while the first is unfinished or dead, and
    /// for <see cref="OutboxSettings.DedupeTime"/> after it is done.
    /// </summary>
    public string? DedupeId { get; init; }

    /// <summary>How long it waits at least before it is handled; 0 or more.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>W3C trace context that the handler's activity continues; the current activity where nothing else is given.</summary>
    public string? Traceparent { get; init; } = Activity.Current?.Id;

    /// <summary>A message whose payload is <paramref name="payload"/> as JSON in the house's style.</summary>
    public static OutboxMessage Of<T>(TenantId tenant, string topic, T payload) => new()
    {
        Tenant = tenant,
        Topic = topic,
        Payload = JsonSerializer.Serialize(payload, PertoJson.Options),
    };

    /// <summary>A message whose payload is JSON already.</summary>
    /// <exception cref="InvalidValueException"><paramref name="json"/> is not JSON.</exception>
    public static OutboxMessage OfJson(TenantId tenant, string topic, string json)
    {
        try
        {
            using JsonDocument parsed = JsonDocument.Parse(json);
        }
        catch (JsonException malformed)
        {
            throw new InvalidValueException("payload", given: null, "JSON (RFC 8259)", $"payload must be JSON: {malformed.Message}");
        }
        return new OutboxMessage { Tenant = tenant, Topic = topic, Payload = json };
    }

    /// <exception cref="InvalidValueException">A value is out of its range.</exception>
    internal void Check()
    {
        CheckName("key", Key);
        CheckName("dedupe_id", DedupeId);
        if (Delay < TimeSpan.Zero)
            throw new InvalidValueException("delay", Delay, "0 or more", $"delay must be 0 or more; got {Delay}");
        if (Payload.Length > LargestPayload || Encoding.UTF8.GetByteCount(Payload) > LargestPayload)
            throw new InvalidValueException("payload", given: null, $"at most {LargestPayload} bytes", $"payload must be at most {LargestPayload} bytes; keep what is larger in a table and enqueue its id");
    }

    private static void CheckName(string field, string? given)
    {
        if (given is { Length: 0 or > LongestName } || given?.Contains('\0') == true)
            throw new InvalidValueException(field, given, $"1 to {LongestName} characters", $"{field} must have 1 to {LongestName} characters");
    }
}
