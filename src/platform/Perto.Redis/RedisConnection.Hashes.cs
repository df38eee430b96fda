using StackExchange.Redis;

namespace Perto.Redis;

/// <content>Keys with fields.</content>
public sealed partial class RedisConnection
{
    /// <summary>All fields of a key; none where there is no such key.</summary>
    public ValueTask<Dictionary<string, byte[]>> GetFieldsAsync(string key, CancellationToken cancellationToken = default) =>
        CallAsync(
            async database => (await database.HashGetAllAsync(key)).ToDictionary(field => (string)field.Name!, field => (byte[])field.Value!, StringComparer.Ordinal),
            repeatable: true,
            cancellationToken);

    /// <summary>Fields of a key, in the order asked for; null where there is none.</summary>
    public ValueTask<byte[]?[]> GetFieldsAsync(string key, IReadOnlyList<string> fields, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Count == 0)
            return ValueTask.FromResult(Array.Empty<byte[]?>());
        RedisValue[] asked = [.. fields.Select(field => (RedisValue)field)];
        return CallAsync(
            async database => Array.ConvertAll(await database.HashGetAsync(key, asked), value => (byte[]?)value), repeatable: true, cancellationToken);
    }

    /// <summary>Sets fields of a key in one step; others stay.</summary>
    public async ValueTask SetFieldsAsync(
        string key, IReadOnlyCollection<KeyValuePair<string, byte[]>> fields, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Count == 0)
            return;
        HashEntry[] entries = [.. fields.Select(field => new HashEntry(field.Key, field.Value))];
        await CallAsync(
            async database =>
            {
                await database.HashSetAsync(key, entries);
                return true;
            },
            repeatable: true,
            cancellationToken);
    }

    /// <summary>Deletes fields of a key.</summary>
    /// <returns>How many there were.</returns>
    public ValueTask<long> DeleteFieldsAsync(string key, IReadOnlyList<string> fields, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Count == 0)
            return ValueTask.FromResult(0L);
        RedisValue[] asked = [.. fields.Select(field => (RedisValue)field)];
        return CallAsync(database => database.HashDeleteAsync(key, asked), repeatable: true, cancellationToken);
    }

    /// <summary>Adds to a field that holds a whole number; one that is not there counts as 0.</summary>
    /// <returns>What it is now.</returns>
    public ValueTask<long> IncrementFieldAsync(string key, string field, long by = 1, CancellationToken cancellationToken = default) =>
        CallAsync(database => database.HashIncrementAsync(key, field, by), repeatable: false, cancellationToken);
}
