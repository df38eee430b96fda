using System.Text.Json;

namespace Perto.Platform;

/// <summary>An entry of the audit log.</summary>
public sealed record AuditRecord
{
    /// <summary>Its place: 1, 2, 3 ... without a gap.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The id of a key, or <c>local</c>, <c>first_start</c>, <c>unknown</c> or <c>perto</c> (the server's own work).</summary>
    public required string Actor { get; init; }

    /// <summary>What was done.</summary>
    public required string Action { get; init; }

    /// <summary>To what; empty where the action says it all.</summary>
    public required string Target { get; init; }

    /// <summary>What became of it.</summary>
    public required AuditOutcome Outcome { get; init; }

    /// <summary>More about it.</summary>
    public required JsonElement Details { get; init; }

    /// <summary>SHA-256 over the hash before it and its own content, in hexadecimal.</summary>
    public required string Hash { get; init; }
}
