using Npgsql;

namespace Perto.Postgres;

/// <summary>
/// A replica, and how closely it follows. Once a second the primary's place in its log is noted; a replica that has replayed that place knows
/// all that had been committed at that moment, whatever the clocks of the machines say.
/// </summary>
internal sealed class ReadReplica(NpgsqlDataSource replica, NpgsqlDataSource primary, TimeSpan maxLag, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _check = new(1, 1);
    private readonly Queue<(long At, NpgsqlTypes.NpgsqlLogSequenceNumber Place)> _places = new();
    private long _checkedAt = long.MinValue;
    private long _knowsAllUntil = long.MinValue;
    private long _restsSince = long.MinValue;

    public NpgsqlDataSource Source => replica;

    /// <summary>Whether what it answers now is not older than allowed.</summary>
    public async ValueTask<bool> FollowsAsync(CancellationToken cancellationToken)
    {
        if (IsWithin(RestAfterFailure, Volatile.Read(ref _restsSince)))
            return false;
        // One caller asks; the others go by what is known.
        if (!IsWithin(CheckEvery, Volatile.Read(ref _checkedAt)) && await _check.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            try
            {
                await CheckAsync(cancellationToken);
            }
            catch (NpgsqlException)
            {
                // Whichever of the two does not answer: the primary's own failure is told to those who ask it.
                Failed();
            }
            finally
            {
                _check.Release();
            }
        }
        return IsWithin(maxLag, Volatile.Read(ref _knowsAllUntil));
    }

    /// <summary>It did not answer: it is left alone for a while.</summary>
    public void Failed() => Volatile.Write(ref _restsSince, clock.GetTimestamp());

    public ValueTask DisposeAsync()
    {
        _check.Dispose();
        return replica.DisposeAsync();
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        long now = clock.GetTimestamp();
        _places.Enqueue((now, await PlaceAsync(primary, "select pg_current_wal_lsn()", cancellationToken)));
        NpgsqlTypes.NpgsqlLogSequenceNumber replayed = await PlaceAsync(
            replica, "select case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end", cancellationToken);
        while (_places.TryPeek(out var place) && place.Place <= replayed)
        {
            Volatile.Write(ref _knowsAllUntil, place.At);
            _places.Dequeue();
        }
        // One that is far behind is measured by its oldest places; newer ones need not pile up.
        while (_places.Count > 1_000)
            _places.Dequeue();
        Volatile.Write(ref _checkedAt, now);
    }

    private static async Task<NpgsqlTypes.NpgsqlLogSequenceNumber> PlaceAsync(NpgsqlDataSource source, string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = source.CreateCommand(sql);
        return (NpgsqlTypes.NpgsqlLogSequenceNumber)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private bool IsWithin(TimeSpan time, long since) => since != long.MinValue && clock.GetElapsedTime(since) < time;
}
