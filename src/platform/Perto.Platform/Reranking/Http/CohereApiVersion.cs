namespace Perto.Platform;

/// <summary>The version of a wire format.</summary>
/// <param name="Version">Its number.</param>
public sealed record CohereApiVersion(string Version);
