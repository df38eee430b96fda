using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>
/// The loop of one topic's worker. Each turn is one transaction that writes down what became of messages and claims others; between turns it
/// sleeps until a handler ends, a message is announced, or the next one falls due.
/// </summary>
internal sealed class OutboxPump(
    OutboxTopic topic,
    OutboxQueue queue,
    IOutboxRun run,
    OutboxOutcomes outcomes,
    OutboxWakeup wakeup,
    IOutboxSignal signal,
    TimeSpan pollInterval,
    TimeProvider clock,
    ILogger logger)
{
    private static readonly TimeSpan FirstRest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(5);

    /// <summary>Works until <paramref name="stopping"/>; then claims no more, waits for what is at work and gives the rest back.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using IDisposable subscription = signal.Subscribe(topic.Name, wakeup.Set);
        await using CancellationTokenRegistration woken = stopping.Register(wakeup.Set);
        using var ended = new CancellationTokenSource();
        Task renewing = RenewAsync(ended.Token);
        await PumpAsync(stopping);
        await DrainAsync();
        await ended.CancelAsync();
        await renewing;
    }

    private async Task PumpAsync(CancellationToken stopping)
    {
        int failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            wakeup.Reset();
            TimeSpan rest = pollInterval;
            Settlement settlement = outcomes.Take();
            int room = Math.Max(0, run.Room);
            if (room > 0 || !settlement.IsEmpty)
            {
                try
                {
                    Claim claim = await queue.CycleAsync(settlement, room, CancellationToken.None);
                    if (failures > 0)
                        logger.OutboxGoesOn(topic.Name, failures);
                    failures = 0;
                    outcomes.Settled(settlement, claim);
                    if (stopping.IsCancellationRequested)
                        outcomes.Returned(claim.Messages);
                    else
                        run.Take(claim.Messages);
                    if (claim.HasMore && run.Room > 0)
                        continue;
                    rest = RestUntil(claim.NextDue);
                }
                catch (Exception failure)
                {
                    // Whatever it is, the worker must be there when the database is again.
                    outcomes.PutBack(settlement);
                    if (failures++ == 0)
                        logger.OutboxStalled(topic.Name, failure);
                    await SleepAsync(Rest(failures), stopping);
                    continue;
                }
            }
            await wakeup.WaitAsync(rest, clock);
        }
    }

    private async Task DrainAsync()
    {
        run.ReturnWaiting();
        while (true)
        {
            wakeup.Reset();
            bool wasIdle = run.IsIdle;
            Settlement settlement = outcomes.Take();
            if (!settlement.IsEmpty)
            {
                try
                {
                    outcomes.Settled(settlement, await queue.CycleAsync(settlement, 0, CancellationToken.None));
                }
                catch (Exception failure)
                {
                    logger.OutboxNotGivenBack(topic.Name, failure);
                }
            }
            if (wasIdle && outcomes.IsEmpty)
                return;
            await wakeup.WaitAsync(pollInterval, clock);
        }
    }

    private async Task RenewAsync(CancellationToken ended)
    {
        TimeSpan interval = topic.Options.LeaseTime / 3;
        while (await SleepAsync(interval, ended))
        {
            IReadOnlyList<long> leased = run.Leased();
            if (leased.Count == 0)
                continue;
            try
            {
                HashSet<long> held = await queue.RenewAsync(leased, ended);
                outcomes.TellLost(run.Drop([.. leased.Where(seq => !held.Contains(seq))]));
            }
            catch (Exception failure) when (!ended.IsCancellationRequested)
            {
                logger.OutboxLeaseNotRenewed(topic.Name, failure);
            }
            catch (OperationCanceledException)
            {
                // All has ended.
            }
        }
    }

    private TimeSpan RestUntil(long? due)
    {
        if (due is not { } at)
            return pollInterval;
        TimeSpan until = UnixMicros.ToMoment(at) - clock.GetUtcNow();
        return until < pollInterval ? until : pollInterval;
    }

    private static TimeSpan Rest(int failures)
    {
        TimeSpan rest = FirstRest * Math.Pow(2, Math.Min(failures - 1, 10));
        return rest < LongestRest ? rest : LongestRest;
    }

    /// <summary>False when it was cancelled.</summary>
    private async Task<bool> SleepAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(time, clock, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
