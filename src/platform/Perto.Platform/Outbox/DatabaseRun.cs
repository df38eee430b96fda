using System.Data.Common;
using System.Diagnostics;

namespace Perto.Platform;

/// <summary>Runs an <see cref="IOutboxDatabaseHandler"/>: many messages in a transaction, which takes them out of the queue and writes their effects.</summary>
internal sealed class DatabaseRun(
    IOutboxDatabaseHandler handler,
    OutboxTopic topic,
    IDatabase database,
    OutboxQueue queue,
    OutboxOutcomes outcomes,
    OutboxMetrics metrics,
    TimeProvider clock,
    CancellationToken abandon) : IOutboxRun
{
    private static readonly TimeSpan OutageDelay = TimeSpan.FromSeconds(1);

    // SQLite has one writer: a second transaction would only wait for the first.
    private readonly int _parallelism = database.Dialect == SqlDialect.Sqlite ? 1 : topic.Options.Parallelism;
    private int _running;

    public int Room => Volatile.Read(ref _running) < _parallelism ? topic.Options.BatchSize : 0;

    public bool IsIdle => Volatile.Read(ref _running) == 0;

    public void Take(IReadOnlyList<ClaimedMessage> messages)
    {
        if (messages.Count == 0)
            return;
        Interlocked.Increment(ref _running);
        _ = Task.Run(
            async () =>
            {
                await RunAsync(messages);
                Interlocked.Decrement(ref _running);
                outcomes.Wake();
            },
            CancellationToken.None);
    }

    public void ReturnWaiting()
    {
    }

    // A transaction has its rows locked from its first statement on, whatever their leases say.
    public IReadOnlyList<long> Leased() => [];

    public int Drop(IReadOnlyCollection<long> lost) => 0;

    private async Task RunAsync(IReadOnlyList<ClaimedMessage> messages)
    {
        var parts = new Stack<IReadOnlyList<ClaimedMessage>>([messages]);
        while (parts.TryPop(out IReadOnlyList<ClaimedMessage>? part))
        {
            int at = -1;
            try
            {
                HashSet<long> held = await database.WriteAsync(
                    async session =>
                    {
                        at = -1;
                        HashSet<long> held = await queue.CompleteAsync(session, part);
                        for (int i = 0; i < part.Count; i++)
                        {
                            if (!held.Contains(part[i].Seq))
                                continue;
                            at = i;
                            await HandleAsync(part[i], session);
                        }
                        at = -1;
                        return held;
                    },
                    abandon);
                outcomes.Completed(part.Where(message => held.Contains(message.Seq)));
                outcomes.TellLost(part.Count - held.Count);
            }
            catch (OperationCanceledException) when (abandon.IsCancellationRequested)
            {
                outcomes.Returned(part);
            }
            catch (Exception failure) when (at >= 0)
            {
                // One has failed, and its neighbours were undone with it: they go again without it.
                outcomes.Failed(part[at], failure);
                PushUnlessEmpty(parts, [.. part.Skip(at + 1)]);
                PushUnlessEmpty(parts, [.. part.Take(at)]);
            }
            catch (Exception failure) when (IsOutage(failure))
            {
                outcomes.Returned(part, OutageDelay);
            }
            catch (Exception failure) when (part.Count == 1)
            {
                outcomes.Failed(part[0], failure);
            }
            catch (Exception)
            {
                // The commit failed, for one of them and nobody says which: alone, each answers for itself.
                foreach (ClaimedMessage message in part.Reverse())
                    parts.Push([message]);
            }
        }
    }

    private async Task HandleAsync(ClaimedMessage message, DatabaseSession session)
    {
        long started = clock.GetTimestamp();
        using Activity? activity = metrics.Start(message);
        try
        {
            await handler.HandleAsync(message.ToDelivery(), session);
        }
        catch
        {
            activity?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
        finally
        {
            metrics.Ran(message, clock.GetElapsedTime(started));
        }
    }

    private static void PushUnlessEmpty(Stack<IReadOnlyList<ClaimedMessage>> parts, IReadOnlyList<ClaimedMessage> part)
    {
        if (part.Count > 0)
            parts.Push(part);
    }

    private static bool IsOutage(Exception failure) =>
        failure is DbException { IsTransient: true } or TransactionEndedException or ObjectDisposedException or TimeoutException or IOException;
}
