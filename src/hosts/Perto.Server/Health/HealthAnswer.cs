namespace Perto.Server;

/// <summary>How the server is.</summary>
/// <param name="Status">Whether it answers all requests.</param>
/// <param name="Checks">What that depends on.</param>
public sealed record HealthAnswer(ServerStatus Status, IReadOnlyList<HealthCheckAnswer> Checks);
