using System.Runtime.CompilerServices;
using Perto.Vectors;

namespace Perto.Pinecone;

/// <summary>Reads the records of a namespace in the order of their ids.</summary>
internal sealed class RecordScan(IndexNamespace records, RecordReader reader, bool vectors)
{
    /// <summary>Gives records in the order of their ids, with what asks for the part of the ids that each is among.</summary>
    /// <param name="token">With which part to begin; <see langword="null"/> for the first.</param>
    /// <param name="firstPart">How many ids to ask for at first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<(string? Token, VectorRecord Record)> ReadAsync(
        string? token, int firstPart, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int limit = Math.Clamp(firstPart, 1, IndexNamespace.IdsOfPage);
        do
        {
            IdPage? page = await records.ListAsync(prefix: null, token, limit, cancellationToken);
            if (page is null)
            {
                // The service does not know the token any more. From the beginning it is longer, and the same.
                token = null;
                continue;
            }
            List<string> ids = [.. page.Ids];
            string? next = await CompleteAsync(ids, page.Next, cancellationToken);
            List<VectorRecord> found = await records.FetchAsync(ids, reader.Read, cancellationToken);
            found.Sort(static (x, y) => CodePointOrder.Compare(x.Id, y.Id));
            foreach (VectorRecord record in found)
            {
                if (!vectors)
                    record.Vectors.Clear();
                yield return (token, record);
            }
            if (next is null)
                yield break;
            (token, limit) = (next, IndexNamespace.IdsOfPage);
        }
        while (true);
    }

    // Ids that were cut are listed among those that begin like them in any order: such belong together.
    private async Task<string?> CompleteAsync(List<string> ids, string? next, CancellationToken cancellationToken)
    {
        while (next is not null && ids.Count > 0 && ids[^1].Length > RecordId.Sorted)
        {
            IdPage? following = await records.ListAsync(prefix: null, next, IndexNamespace.IdsOfPage, cancellationToken);
            if (following is null || following.Ids.Count == 0 || !BeginAlike(ids[^1], following.Ids[0]))
                return next;
            ids.AddRange(following.Ids);
            next = following.Next;
        }
        return next;
    }

    private static bool BeginAlike(string one, string other) =>
        other.Length > RecordId.Sorted && one.AsSpan(0, RecordId.Sorted).SequenceEqual(other.AsSpan(0, RecordId.Sorted));
}
