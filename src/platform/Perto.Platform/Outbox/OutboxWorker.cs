using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Perto.Platform;

/// <summary>Carries out what is in the outbox: one pump for each topic.</summary>
internal sealed class OutboxWorker(
    OutboxTopics topics,
    IServiceProvider services,
    IDatabase database,
    IOutboxSignal signal,
    IdGenerator ids,
    OutboxMetrics metrics,
    OutboxRates rates,
    OutboxLimits limits,
    IOptions<OutboxSettings> settings,
    TimeProvider clock,
    ILogger<OutboxWorker> logger) : IHostedService, IDisposable
{
    // For handlers to notice that they were cancelled, and for the leases to be given back.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abandon = new();
    private Task _pumps = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        OutboxPump[] pumps = [.. topics.All.Select(Pump)];
        _pumps = Task.WhenAll(pumps.Select(pump => Task.Run(() => pump.RunAsync(_stopping.Token), CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <summary>
    /// Claims no more and lets handlers end, until <paramref name="cancellationToken"/> says that there is no more time: then they are cancelled. What was not done is
    /// left to others at once.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        try
        {
            await _pumps.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await _abandon.CancelAsync();
            await Task.WhenAny(_pumps, Task.Delay(Grace, clock, CancellationToken.None));
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _abandon.Dispose();
    }

    private OutboxPump Pump(OutboxTopic topic)
    {
        var wakeup = new OutboxWakeup();
        var outcomes = new OutboxOutcomes(topic, wakeup, metrics, rates, limits, clock, logger);
        var queue = new OutboxQueue(database, topic, ids.NewId(), settings.Value, clock);
        IOutboxRun run = topic.Handler(services) switch
        {
            IOutboxDatabaseHandler handler => new DatabaseRun(handler, topic, database, queue, outcomes, metrics, clock, _abandon.Token),
            IOutboxHandler handler => new ExternalRun(handler, topic, outcomes, metrics, clock, _abandon.Token),
            object other => throw new InvalidOperationException($"The outbox handler {other.GetType()} is neither an {nameof(IOutboxDatabaseHandler)} nor an {nameof(IOutboxHandler)}"),
        };
        return new OutboxPump(topic, queue, run, outcomes, wakeup, signal, settings.Value.PollInterval, clock, logger);
    }
}
