using System.Text.Json;

namespace Perto.Platform;

/// <summary>A message that was given up.</summary>
public sealed record DeadLetter
{
    /// <summary>Its id, which it keeps when it is replayed.</summary>
    public required string Id { get; init; }

    /// <summary>What was to be done.</summary>
    public required string Topic { get; init; }

    /// <summary>What ordered it.</summary>
    public string? Key { get; init; }

    /// <summary>What a second enqueue is compared with.</summary>
    public string? DedupeId { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>Why the last try failed: at most 500 characters, without values of the payload.</summary>
    public required string Error { get; init; }

    /// <summary>When it was enqueued.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>When it was given up.</summary>
    public required DateTimeOffset DiedAt { get; init; }

    /// <summary>What it was about; null in lists.</summary>
    public JsonElement? Payload { get; init; }
}
