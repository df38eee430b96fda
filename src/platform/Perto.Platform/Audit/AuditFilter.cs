namespace Perto.Platform;

/// <summary>Which entries of the audit log are asked for; what is null does not narrow.</summary>
public sealed record AuditFilter
{
    /// <summary>Only of this actor.</summary>
    public string? Actor { get; init; }

    /// <summary>Only this action.</summary>
    public string? Action { get; init; }

    /// <summary>From this moment on.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Before this moment.</summary>
    public DateTimeOffset? Until { get; init; }
}
