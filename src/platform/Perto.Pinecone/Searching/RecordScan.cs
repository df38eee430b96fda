using System.Runtime.CompilerServices;
using Perto.Vectors;

namespace Perto.Pinecone;

/// <summary>Reads the records of a namespace in the order of their ids.</summary>
internal sealed class RecordScan(IndexNamespace records, RecordReader reader, bool vectors)
{
    // Some have expired.
    private const int FewestIds = 10;

    /// <summary>Gives records in the order of their ids, with what asks for the part of the ids that each is among.</summary>
    /// <param name="token">With which part to begin; <see langword="null"/> for the first.</param>
    /// <param name="after">The id after which the records stand; <see langword="null"/> for all.</param>
    /// <param name="wanted">How many records the caller will take, as far as it knows: no more ids than that are asked for at first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<(string? Token, VectorRecord Record)> ReadAsync(
        string? token, string? after, int wanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        do
        {
            IdPage? page = await records.ListAsync(prefix: null, token, Math.Clamp(wanted, FewestIds, IndexNamespace.IdsOfPage), cancellationToken);
            if (page is null)
            {
                // The service does not know the token any more. From the beginning it is longer, and the same.
                token = null;
                continue;
            }
            List<string> ids = [.. page.Ids];
            string? next = await CompleteAsync(ids, page.Next, cancellationToken);
            int listed = ids.Count;
            if (after is not null)
                ids.RemoveAll(sent => RecordId.Decode(sent) is { } id && CodePointOrder.Compare(id, after) <= 0);
            List<VectorRecord> found = await records.FetchAsync(ids, reader.Read, cancellationToken);
            found.Sort(static (x, y) => CodePointOrder.Compare(x.Id, y.Id));
            foreach (VectorRecord record in found)
            {
                if (after is not null && CodePointOrder.Compare(record.Id, after) <= 0)
                    continue;
                if (!vectors)
                    record.Vectors.Clear();
                yield return (token, record);
            }
            if (next is null)
                yield break;
            (token, wanted) = (next, wanted - listed);
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
