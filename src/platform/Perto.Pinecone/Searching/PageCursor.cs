using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Pinecone;

/// <summary>Where a page of a scroll ended.</summary>
/// <param name="Token">Asks the service for the ids among which that is, so that what is written after it later is seen; <see langword="null"/> for the first.</param>
/// <param name="LastId">The last id of the page.</param>
internal readonly record struct PageCursor(string? Token, string LastId)
{
    // No id and no token has it.
    private const char Between = '\0';

    public string Write() => ScrollCursor.Write($"{Token}{Between}{LastId}");

    /// <exception cref="VectorStoreException">It is no cursor.</exception>
    public static PageCursor Read(string cursor) => ScrollCursor.Read(cursor).Split(Between) is [var token, { Length: > 0 } lastId]
        ? new PageCursor(token.Length == 0 ? null : token, lastId)
        : throw new VectorStoreException("cursor", cursor, "the cursor of a page before");
}
