using Microsoft.AspNetCore.Builder;

namespace Perto.Platform;

/// <summary>Says at an endpoint how its requests stand in the audit log.</summary>
public static class AuditedEndpointExtensions
{
    /// <summary>
    /// What it does is appended to the audit log in its own transaction (<see cref="AuditLog.AppendAsync(DatabaseSession, AuditEntry)"/>); the pipeline adds
    /// only what was refused.
    /// </summary>
    public static TBuilder AuditsItself<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(built => built.Metadata.Add(new SelfAudited()));
        return endpoint;
    }
}
