using Microsoft.Extensions.Logging;
using Npgsql;
using Perto.Platform;

namespace Perto.Postgres;

/// <summary>
/// Signals between processes by NOTIFY, which PostgreSQL sends when the transaction commits, and inside of this one at once. One connection of its own listens from
/// the first subscription on; when it breaks it is made again, and all workers look, because nobody knows what was missed.
/// </summary>
public sealed class PostgresOutboxSignal : IOutboxSignal, IAsyncDisposable
{
    /// <summary>The channel; the payload is the topic.</summary>
    public const string Channel = "perto_outbox";

    private static readonly TimeSpan FirstRest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(10);

    private readonly LocalOutboxSignal _local = new();
    private readonly string _connectionString;
    private readonly TimeProvider _clock;
    private readonly ILogger<PostgresOutboxSignal> _logger;
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private Task? _listening;

    /// <param name="connectionString">As for <see cref="NpgsqlConnection"/>.</param>
    /// <param name="clock">Waits between attempts to connect.</param>
    /// <param name="logger">Told when the connection breaks.</param>
    public PostgresOutboxSignal(string connectionString, TimeProvider clock, ILogger<PostgresOutboxSignal> logger)
    {
        _connectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // It stays open for as long as the process lives, and must notice that the other end is gone.
            Pooling = false,
            KeepAlive = 15,
            ApplicationName = "perto outbox",
        }.ConnectionString;
        _clock = clock;
        _logger = logger;
    }

    /// <inheritdoc/>
    public async Task AnnounceAsync(DatabaseSession session, string topic)
    {
        await session.ExecuteAsync("select pg_notify(@channel, @topic)", new { channel = Channel, topic });
        await _local.AnnounceAsync(session, topic);
    }

    /// <inheritdoc/>
    public IDisposable Subscribe(string topic, Action wake)
    {
        lock (_lock)
            _listening ??= Task.Run(() => ListenAsync(_ended.Token), CancellationToken.None);
        return _local.Subscribe(topic, wake);
    }

    /// <summary>Listens no more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        if (_listening is { } listening)
            await listening;
        _ended.Dispose();
    }

    private async Task ListenAsync(CancellationToken ended)
    {
        int failures = 0;
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(_connectionString);
                connection.Notification += (_, notification) => _local.Wake(notification.Payload);
                await connection.OpenAsync(ended);
                await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
                    await listen.ExecuteNonQueryAsync(ended);
                _local.WakeAll();
                if (failures > 0)
                    _logger.ListensAgain(failures);
                failures = 0;
                while (true)
                    await connection.WaitAsync(ended);
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Whatever it is: until there is a connection again, workers look every few seconds.
                if (failures++ == 0)
                    _logger.ListensNoMore(failure);
                if (!await RestAsync(failures, ended))
                    return;
            }
        }
    }

    private async Task<bool> RestAsync(int failures, CancellationToken ended)
    {
        TimeSpan rest = FirstRest * Math.Pow(2, Math.Min(failures - 1, 10));
        try
        {
            await Task.Delay(rest < LongestRest ? rest : LongestRest, _clock, ended);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
