using System.Runtime.CompilerServices;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Redis;

/// <summary>Reads the records of a collection, each with what of its vectors is wanted.</summary>
internal sealed class RecordReader(CollectionLayout layout, RedisCalls calls)
{
    private const int MostOnPage = 1_000;
    private const int BytesOnPage = 1 << 22;

    // What a record takes beside its vectors, at a guess.
    private const int BytesOfRecord = 512;

    /// <summary>Reads records; those that are not there are left out. Expired ones are there as long as nobody took them away.</summary>
    /// <param name="ids">Their ids, each once.</param>
    /// <param name="vectors">The numbers of the vectors that are wanted.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The records in the order of their ids, and the lengths of all vectors of the first wanted field.</returns>
    public async Task<(IReadOnlyList<StoredRecord> Records, LengthRange Lengths)> ReadAsync(
        IReadOnlyList<string> ids, IReadOnlyList<int> vectors, CancellationToken cancellationToken)
    {
        List<StoredRecord> records = new(ids.Count);
        LengthRange lengths = default;
        int size = PageSize(vectors);
        for (int start = 0; start == 0 || start < ids.Count; start += size)
        {
            string[] some = [.. ids.Skip(start).Take(size)];
            IReadOnlyList<RedisReply> answers = await RunAsync(
                CollectionScripts.Read, [layout.Keys.About, layout.Keys.Records, .. Values(vectors)], [.. some.Select(id => (RedisArgument)id)], cancellationToken);
            AddTo(records, answers, vectors);
            if (vectors.Count > 0)
                lengths = Lengths(answers[1 + vectors.Count]);
        }
        return (records, lengths);
    }

    /// <summary>All records in the order of their ids, page by page; each page as it is at one moment.</summary>
    /// <param name="after">The id after which they begin; null: at the first.</param>
    /// <param name="vectors">The numbers of the vectors that are wanted.</param>
    /// <param name="most">Most records on a page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async IAsyncEnumerable<IReadOnlyList<StoredRecord>> PagesAsync(
        string? after, IReadOnlyList<int> vectors, int most = MostOnPage, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        int size = Math.Min(most, PageSize(vectors)), read;
        do
        {
            IReadOnlyList<RedisReply> answers = await RunAsync(
                CollectionScripts.Page,
                [layout.Keys.About, layout.Keys.Ids, layout.Keys.Records, .. Values(vectors)],
                [after is null ? "-" : $"({after}", size],
                cancellationToken);
            IReadOnlyList<RedisReply> ids = answers[0].Items;
            List<StoredRecord> records = new(ids.Count);
            AddTo(records, [.. answers.Skip(1)], vectors);
            if (records.Count > 0)
                yield return records;
            read = ids.Count;
            if (read > 0)
                after = ids[^1].Text;
        }
        while (read == size);
    }

    /// <summary>How many records there are at a moment.</summary>
    public async Task<long> CountAsync(long now, CancellationToken cancellationToken) =>
        (await RunAsync(CollectionScripts.Count, [layout.Keys.About, layout.Keys.Records, layout.Keys.Expiring], [now], cancellationToken))[0].Integer;

    /// <summary>What it holds, expired records among it, and what that takes.</summary>
    public async Task<CollectionStatistics> WeighAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<RedisReply> answers = await RunAsync(CollectionScripts.Weigh, layout.Keys.All, [], cancellationToken);
        return new CollectionStatistics
        {
            Records = answers[1].Integer,
            Vectors = ByVector(answers, first: 2),
            Indexed = ByVector(answers, first: 3),
            DeadRecords = 0,
            Bytes = answers[0].Integer,
            BytesInMemory = answers[0].Integer,
        };
    }

    private Dictionary<string, long> ByVector(IReadOnlyList<RedisReply> answers, int first) => layout.Schema.Vectors
        .Select((field, i) => KeyValuePair.Create(field.Name, answers[first + (2 * i)].Integer)).ToDictionary(StringComparer.Ordinal);

    private IEnumerable<string> Values(IReadOnlyList<int> vectors) => vectors.Select(vector => layout.Keys.Vectors[vector].Values);

    private int PageSize(IReadOnlyList<int> vectors) =>
        Math.Clamp(BytesOnPage / (BytesOfRecord + vectors.Sum(vector => BytesOf(layout.Schema.Vectors[vector]))), 1, MostOnPage);

    private static int BytesOf(VectorField field) => field.Kind is VectorKind.Bits ? field.Dimension / 8 : field.Dimension * sizeof(float);

    private void AddTo(List<StoredRecord> records, IReadOnlyList<RedisReply> answers, IReadOnlyList<int> vectors)
    {
        IReadOnlyList<RedisReply> json = answers[0].Items;
        IReadOnlyList<RedisReply>[] values = [.. vectors.Select((_, i) => answers[1 + i].Items)];
        for (int row = 0; row < json.Count; row++)
        {
            if (json[row].Bytes is not { } written)
                continue;
            Dictionary<string, VectorValue> read = new(vectors.Count, StringComparer.Ordinal);
            for (int i = 0; i < vectors.Count; i++)
            {
                VectorField field = layout.Schema.Vectors[vectors[i]];
                if (values[i][row].Bytes is { } stored)
                    read.Add(field.Name, StoredVector.Read(field, stored));
            }
            records.Add(Read(written, read));
        }
    }

    private StoredRecord Read(byte[] written, Dictionary<string, VectorValue> vectors)
    {
        try
        {
            return StoredRecord.Read(layout.Schema, written, vectors);
        }
        catch (VectorStoreException fault)
        {
            throw new StorageException(
                $"{calls.Server} {layout.Keys.Records}", $"holds what no record is: {fault.Message}", "Nothing but Perto may write to these keys; rebuild the collection", fault);
        }
    }

    private static LengthRange Lengths(RedisReply answer)
    {
        (double shortest, double longest) = (answer.Items[0].Number, answer.Items[1].Number);
        return double.IsNaN(shortest) || double.IsNaN(longest) ? default : new LengthRange(shortest, longest);
    }

    private async Task<IReadOnlyList<RedisReply>> RunAsync(
        RedisScript script, IReadOnlyList<string> keys, IReadOnlyList<RedisArgument> arguments, CancellationToken cancellationToken)
    {
        IReadOnlyList<RedisReply> answers = (await calls.RunAsync(script, keys, arguments, repeatable: true, cancellationToken)).Items;
        return answers.Count > 0 ? answers : throw layout.Gone();
    }
}
