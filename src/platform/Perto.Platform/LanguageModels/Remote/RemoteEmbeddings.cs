namespace Perto.Platform;

/// <summary>What a service made of texts.</summary>
/// <param name="Vectors">A vector for each text, in their order.</param>
/// <param name="Tokens">Tokens that were read; null where the service does not say.</param>
internal sealed record RemoteEmbeddings(IReadOnlyList<float[]> Vectors, long? Tokens);
