namespace Perto.Platform;

/// <summary>Metadata of an endpoint that writes its own audit entries; see <see cref="AuditedEndpointExtensions.AuditsItself"/>.</summary>
public sealed record SelfAudited;
