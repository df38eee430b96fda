using System.Globalization;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Redis;

/// <summary>Writes and deletes the records of a collection, each in one step of the server.</summary>
internal sealed class RecordWriter(CollectionLayout layout, RedisCalls calls, RedisVectorSettings settings)
{
    // What one script deletes; the server does nothing else meanwhile.
    private const int DeletedAtOnce = 64;

    /// <summary>Writes a record, whatever was there.</summary>
    public Task WriteAsync(VectorRecord record, long now, CancellationToken cancellationToken) => WriteAsync(
        record,
        field => new VectorChange(Keeps: false, record.Vectors.TryGetValue(field.Name, out VectorValue value) ? value : (VectorValue?)null),
        expected: null,
        now,
        repeatable: true,
        cancellationToken);

    /// <summary>Writes a record in place of one that was read; false where that is not there any more as it was.</summary>
    /// <param name="record">The record; its vectors do not count.</param>
    /// <param name="change">What happens to each vector.</param>
    /// <param name="expected">What was read; null: whatever is there.</param>
    /// <param name="now">The moment, in Unix microseconds.</param>
    /// <param name="repeatable">Whether it may be written twice.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<bool> WriteAsync(
        VectorRecord record, Func<VectorField, VectorChange> change, StoredRecord? expected, long now, bool repeatable, CancellationToken cancellationToken)
    {
        List<RedisArgument> arguments =
        [
            record.Id,
            now,
            expected is null ? "" : "if",
            expected?.Json ?? [],
            StoredRecord.Write(record),
            ElementAttributes.Write(layout.Schema, record.Payload.AsReadOnly()),
            record.ExpiresAt is { } expiry ? Text(PayloadValue.UnixMicroseconds(expiry)) : "",
        ];
        for (int i = 0; i < layout.Schema.Vectors.Count; i++)
            Add(arguments, layout.Schema.Vectors[i], layout.Graphs[i], change(layout.Schema.Vectors[i]));
        return (await RunAsync(CollectionScripts.Write, arguments, repeatable, cancellationToken))[0].Integer == 1;
    }

    /// <summary>Deletes records, whatever they hold; gives how many there were.</summary>
    public async Task<long> DeleteAsync(IReadOnlyList<string> ids, long now, CancellationToken cancellationToken)
    {
        long deleted = 0;
        foreach (string[] some in ids.Chunk(DeletedAtOnce))
        {
            IReadOnlyList<RedisReply> answers = await RunAsync(
                CollectionScripts.Delete, [now, .. some.SelectMany(id => new RedisArgument[] { id, "", "" })], repeatable: false, cancellationToken);
            deleted += answers.Count(answer => answer.Integer == 1);
        }
        return deleted;
    }

    /// <summary>Deletes records that were read; gives how many there were, and the ids of those that are not as they were.</summary>
    public async Task<(long Deleted, IReadOnlyList<string> Changed)> DeleteAsync(IReadOnlyList<StoredRecord> records, long now, CancellationToken cancellationToken)
    {
        long deleted = 0;
        List<string> changed = [];
        foreach (StoredRecord[] some in records.Chunk(DeletedAtOnce))
        {
            IReadOnlyList<RedisReply> answers = await RunAsync(
                CollectionScripts.Delete,
                [now, .. some.SelectMany(stored => new RedisArgument[] { stored.Record.Id, "if", stored.Json })],
                repeatable: false,
                cancellationToken);
            deleted += answers.Count(answer => answer.Integer == 1);
            changed.AddRange(some.Where((_, i) => answers[i].Integer == 2).Select(stored => stored.Record.Id));
        }
        return (deleted, changed);
    }

    /// <summary>Deletes what has expired; gives how many records there were.</summary>
    public async Task<long> PurgeAsync(long now, CancellationToken cancellationToken)
    {
        long all = 0, some;
        do
        {
            some = (await RunAsync(CollectionScripts.Purge, [now, DeletedAtOnce], repeatable: true, cancellationToken))[0].Integer;
            all += some;
        }
        while (some == DeletedAtOnce);
        return all;
    }

    private void Add(List<RedisArgument> arguments, VectorField field, GraphSettings graph, VectorChange change)
    {
        if (change.Value is not { } value)
        {
            arguments.AddRange([change.Keeps ? "keep" : "drop", "", "", "", "", "", ""]);
            return;
        }
        (byte[] unit, double length) = StoredVector.ForGraph(value);
        bool lengthCounts = field.Metric is Metric.Dot or Metric.Euclidean;
        arguments.AddRange(
        [
            "set",
            StoredVector.Write(value),
            unit,
            lengthCounts ? length.ToString("R", CultureInfo.InvariantCulture) : "",
            graph.Quantisation,
            graph.M,
            settings.BuildEf ?? field.Index.BuildEf,
        ]);
    }

    private async Task<IReadOnlyList<RedisReply>> RunAsync(
        RedisScript script, IReadOnlyList<RedisArgument> arguments, bool repeatable, CancellationToken cancellationToken)
    {
        IReadOnlyList<RedisReply> answers = (await calls.RunAsync(script, layout.Keys.All, arguments, repeatable, cancellationToken)).Items;
        return answers.Count > 0 ? answers : throw layout.Gone();
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
