namespace Perto.Server;

/// <summary>The process lives.</summary>
/// <param name="Status">Always <c>live</c>.</param>
public sealed record LiveAnswer(string Status);
