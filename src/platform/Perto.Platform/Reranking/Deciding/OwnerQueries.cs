using System.Text.Json;

namespace Perto.Platform;

/// <summary>
/// How complex an owner's latest queries were. They are counted in the memory of this process and added to what is written down every
/// <see cref="WrittenEvery"/>, so that few queries wait for the database; what a server that ends has not written down is forgotten.
/// </summary>
internal sealed class OwnerQueries(IDatabase database, Suppressions suppressions, TimeProvider clock)
{
    /// <summary>How many queries of an owner count.</summary>
    public const int Latest = 50;

    /// <summary>Queries of an owner between two writes.</summary>
    public const int WrittenEvery = 10;

    // Other servers count the same owner, and an erasure deletes what is written down.
    private static readonly TimeSpan MemoryAge = TimeSpan.FromMinutes(10);
    private const int MostRemembered = 100_000;

    private readonly Dictionary<(TenantId Tenant, string Owner), Remembered> _memory = [];
    private readonly Lock _lock = new();

    /// <summary>Counts a query and gives the mean of the owner's latest, this one among them.</summary>
    public async Task<double> CountAsync(TenantId tenant, string owner, double complexity, CancellationToken cancellationToken)
    {
        (TenantId, string) key = (tenant, owner);
        if (!IsKnown(key))
            Remember(key, await ReadAsync(tenant, owner, cancellationToken));
        (double mean, double[]? unwritten) = Count(key, complexity);
        if (unwritten is not null)
            await WriteAsync(key, unwritten, cancellationToken);
        return mean;
    }

    private bool IsKnown((TenantId, string) key)
    {
        lock (_lock)
            return _memory.TryGetValue(key, out Remembered? known) && clock.GetUtcNow() - known.ReadAt < MemoryAge;
    }

    private void Remember((TenantId, string) key, IEnumerable<double> written)
    {
        lock (_lock)
        {
            // What was counted here and is not written yet is newer than what is.
            double[] unwritten = _memory.Remove(key, out Remembered? old) ? [.. old.Unwritten] : [];
            if (_memory.Count >= MostRemembered)
                _memory.Clear();
            _memory[key] = new Remembered(new Queue<double>(written.Concat(unwritten).TakeLast(Latest)), [.. unwritten], clock.GetUtcNow());
        }
    }

    private (double Mean, double[]? Unwritten) Count((TenantId, string) key, double complexity)
    {
        lock (_lock)
        {
            if (!_memory.TryGetValue(key, out Remembered? known))
                _memory[key] = known = new Remembered([], [], clock.GetUtcNow());
            known.Complexities.Enqueue(complexity);
            while (known.Complexities.Count > Latest)
                known.Complexities.Dequeue();
            known.Unwritten.Add(complexity);
            if (known.Unwritten.Count < WrittenEvery)
                return (known.Complexities.Average(), null);
            double[] unwritten = [.. known.Unwritten];
            known.Unwritten.Clear();
            return (known.Complexities.Average(), unwritten);
        }
    }

    private async Task WriteAsync((TenantId Tenant, string Owner) key, double[] unwritten, CancellationToken cancellationToken)
    {
        try
        {
            await AppendAsync(key.Tenant, key.Owner, unwritten, cancellationToken);
        }
        catch
        {
            GiveBack(key, unwritten);
            throw;
        }
    }

    private void GiveBack((TenantId, string) key, double[] unwritten)
    {
        lock (_lock)
        {
            if (!_memory.TryGetValue(key, out Remembered? known))
                return;
            known.Unwritten.InsertRange(0, unwritten);
            // While the database is away nothing grows without end.
            if (known.Unwritten.Count > Latest)
                known.Unwritten.RemoveRange(0, known.Unwritten.Count - Latest);
        }
    }

    private async Task<double[]> ReadAsync(TenantId tenant, string owner, CancellationToken cancellationToken)
    {
        string? list = await database.ReadAsync(
            session => session.ScalarAsync<string>("select complexities from reranking_owner where tenant = @tenant and owner = @owner", new { tenant, owner }),
            cancellationToken);
        return list is null ? [] : Parse(list);
    }

    // Other servers append to the same row: it is held while it is read and written.
    private async Task AppendAsync(TenantId tenant, string owner, double[] unwritten, CancellationToken cancellationToken)
    {
        SuppressionCheck check = await suppressions.CheckAsync(cancellationToken);
        await database.WriteAsync(
            async session =>
            {
                if ((await check.AmongAsync(session, tenant, [owner])).Count > 0)
                    return;
                string list = (await session.ScalarAsync<string>(
                    """
                    insert into reranking_owner (tenant, owner, complexities, updated_at) values (@tenant, @owner, '[]', @now)
                    on conflict (tenant, owner) do update set updated_at = excluded.updated_at
                    returning complexities
                    """,
                    new { tenant, owner, now = UnixMicros.Now(clock) }))!;
                double[] latest = [.. Parse(list).Concat(unwritten).TakeLast(Latest)];
                await session.ExecuteAsync(
                    "update reranking_owner set complexities = @list where tenant = @tenant and owner = @owner",
                    new { tenant, owner, list = JsonSerializer.Serialize(latest) });
            },
            cancellationToken);
    }

    private static double[] Parse(string list) => JsonSerializer.Deserialize<double[]>(list)!;

    private sealed record Remembered(Queue<double> Complexities, List<double> Unwritten, DateTimeOffset ReadAt);
}
