namespace Perto.Platform;

/// <summary>Metadata of an endpoint: how long a request to it may take, in place of the server's own setting.</summary>
/// <param name="Seconds">From the request's arrival to the beginning of its answer, in seconds, 1 to 86,400.</param>
public sealed record RequestTimeLimit(int Seconds);
