namespace Perto.Platform;

/// <summary>Metadata of an endpoint: a route value that stands in the audit log as it is, because it never names a person. All others are hashed.</summary>
/// <param name="RouteValue">Its name in the template.</param>
public sealed record PlainTarget(string RouteValue);
