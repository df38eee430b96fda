namespace Perto.Platform;

/// <summary>What goes into the audit log.</summary>
/// <remarks>No id, name or text of a person belongs here: <see cref="AuditLog.PersonAsync(TenantId, string, CancellationToken)"/> makes the target that names one.</remarks>
public sealed record AuditEntry
{
    /// <summary>Whose log it is in.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Who did it: the id of a key, or <c>local</c>; see <see cref="Caller.Actor"/>.</summary>
    public required string Actor { get; init; }

    /// <summary>What was done: <c>keys.create</c>, <c>privacy.erase</c>, or method and path template of a request.</summary>
    public required string Action { get; init; }

    /// <summary>To what: <c>key/ID</c>, <c>person/HASH</c>; empty where the action says it all.</summary>
    public string Target { get; init; } = "";

    /// <summary>What became of it.</summary>
    public AuditOutcome Outcome { get; init; }

    /// <summary>More about it, as JSON values by name; they are kept in the order of their names.</summary>
    public IReadOnlyDictionary<string, object?> Details { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>When it happened; null: when it is written.</summary>
    public DateTimeOffset? At { get; init; }
}
