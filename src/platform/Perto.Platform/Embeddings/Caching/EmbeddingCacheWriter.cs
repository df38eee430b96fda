using System.Data.Common;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>
/// Brings new vectors into the database every second and counted uses every minute, in groups, so that no caller waits for it. What a process that dies had not
/// written is made again.
/// </summary>
internal sealed class EmbeddingCacheWriter(EmbeddingCacheTable table, TimeProvider clock, ILogger<EmbeddingCacheWriter> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const int PausesOfHits = 60;

    // Small transactions: other writes need not wait for all of it.
    private const int VectorsAtOnce = 200;
    private const int HitsAtOnce = 500;

    // While the database is away nothing grows without end.
    private const int MostVectors = 20_000;
    private const int MostHits = 100_000;
    private const int MostForgotten = 100_000;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Dictionary<EmbeddingKey, StoredEmbedding> _vectors = [];
    private readonly Dictionary<EmbeddingKey, int> _hits = [];
    private readonly Dictionary<(TenantId Tenant, string Hash), long> _forgotten = [];

    /// <summary>A vector was made.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="since">When its making began, by <see cref="Stopwatch.GetTimestamp"/>: what was forgotten since then is not kept.</param>
    public void Add(StoredEmbedding vector, long since)
    {
        lock (_lock)
        {
            if (_vectors.Count < MostVectors && !(_forgotten.TryGetValue((vector.Key.Tenant, vector.Key.Hash), out long forgotten) && forgotten >= since))
                _vectors[vector.Key] = vector;
        }
    }

    /// <summary>The vector of a key that is not written yet; null where there is none.</summary>
    public float[]? Find(EmbeddingKey key)
    {
        lock (_lock)
            return _vectors.GetValueOrDefault(key)?.Vector;
    }

    /// <summary>A kept vector was used.</summary>
    public void Hit(EmbeddingKey key)
    {
        lock (_lock)
        {
            if (_hits.Count < MostHits || _hits.ContainsKey(key))
                CollectionsMarshal.GetValueRefOrAddDefault(_hits, key, out _)++;
        }
    }

    /// <summary>Takes texts out of what is still to be written, waits for what is being written, and takes nothing of them that was begun before.</summary>
    public async Task ForgetAsync(TenantId tenant, IReadOnlySet<string> hashes, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            lock (_lock)
            {
                long now = Stopwatch.GetTimestamp();
                if (_forgotten.Count + hashes.Count > MostForgotten)
                    _forgotten.Clear();
                foreach (string hash in hashes)
                    _forgotten[(tenant, hash)] = now;
                foreach (EmbeddingKey key in _vectors.Keys.Where(key => key.Tenant == tenant && hashes.Contains(key.Hash)).ToArray())
                    _vectors.Remove(key);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Writes all that there is. What cannot be written now stays for the next time; a vector that the database refuses is let go.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(cancellationToken);
        await CountAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(FlushAsync, cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _writing.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        for (int pause = 1; await timer.WaitForNextTickAsync(stoppingToken); pause++)
            await TryAsync(pause % PausesOfHits == 0 ? FlushAsync : WriteAsync, stoppingToken);
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                StoredEmbedding[] part;
                lock (_lock)
                    part = [.. _vectors.Values.Take(VectorsAtOnce)];
                if (part.Length == 0)
                    return;
                await WriteAsync(part, cancellationToken);
                lock (_lock)
                {
                    foreach (StoredEmbedding vector in part)
                    {
                        // A newer one may have come meanwhile.
                        if (ReferenceEquals(_vectors.GetValueOrDefault(vector.Key), vector))
                            _vectors.Remove(vector.Key);
                    }
                }
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    // A row that the database will never take is not to keep the others from it.
    private async Task WriteAsync(StoredEmbedding[] part, CancellationToken cancellationToken)
    {
        try
        {
            await table.WriteAsync(part, cancellationToken);
        }
        catch (DbException refused) when (!refused.IsTransient && refused.SqlState?.StartsWith("22", StringComparison.Ordinal) == true)
        {
            if (part.Length == 1)
            {
                EmbeddingLog.Refused(logger, refused);
                return;
            }
            await WriteAsync(part[..(part.Length / 2)], cancellationToken);
            await WriteAsync(part[(part.Length / 2)..], cancellationToken);
        }
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        KeyValuePair<EmbeddingKey, int>[] all;
        lock (_lock)
        {
            all = [.. _hits];
            _hits.Clear();
        }
        int counted = 0;
        try
        {
            foreach (KeyValuePair<EmbeddingKey, int>[] part in all.Chunk(HitsAtOnce))
            {
                await table.CountAsync(part, cancellationToken);
                counted += part.Length;
            }
        }
        finally
        {
            lock (_lock)
            {
                foreach ((EmbeddingKey key, int count) in all.AsSpan(counted))
                {
                    if (_hits.Count < MostHits || _hits.ContainsKey(key))
                        CollectionsMarshal.GetValueRefOrAddDefault(_hits, key, out _) += count;
                }
            }
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await write(cancellationToken);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            // A cache that cannot be written costs time and no answers.
            EmbeddingLog.NotWritten(logger, failed);
        }
    }
}
