namespace Perto.Server;

/// <summary>One thing that the server's health depends on.</summary>
/// <param name="Name">What it is: <c>database</c>.</param>
/// <param name="Status">Whether it works.</param>
/// <param name="Detail">One line about it.</param>
public sealed record HealthCheckAnswer(string Name, CheckStatus Status, string? Detail);
