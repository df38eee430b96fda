namespace Perto.Pinecone;

/// <summary>A page of ids as the service has them, in the order of their bytes.</summary>
/// <param name="Ids">The ids.</param>
/// <param name="Next">Asks for the next page; <see langword="null"/> on the last.</param>
internal sealed record IdPage(IReadOnlyList<string> Ids, string? Next);
