using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>
/// Brings answers for which feedback may come into the database, every second and in groups, so that no search waits for it. What a process that dies had not
/// written gets no feedback. Safe for use by many threads.
/// </summary>
internal sealed class RerankAnswerJournal(IDatabase database, Suppressions suppressions, TimeProvider clock, ILogger<RerankAnswerJournal> logger) : BackgroundService
{
    /// <summary>The most answers that wait: while the database is away nothing grows without end.</summary>
    public const int MostWaiting = 10_000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Small transactions: other writes need not wait for all of it.
    private const int AtOnce = 200;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly OrderedDictionary<(string Tenant, string Id), KeptRerankAnswer> _waiting = [];

    /// <summary>An answer was given.</summary>
    /// <returns>False where too many wait, and this one is not kept.</returns>
    public bool Add(KeptRerankAnswer answer)
    {
        lock (_lock)
            return _waiting.Count < MostWaiting && _waiting.TryAdd((answer.Tenant, answer.Id), answer);
    }

    /// <summary>Whether an answer is not written yet.</summary>
    public bool Waits(TenantId tenant, string id)
    {
        lock (_lock)
            return _waiting.ContainsKey((tenant.Value, id));
    }

    /// <summary>Writes all that waits. What cannot be written now stays for the next time; an answer that the database refuses is let go.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                KeptRerankAnswer[] part;
                lock (_lock)
                    part = [.. _waiting.Values.Take(AtOnce)];
                if (part.Length == 0)
                    return;
                await WriteAsync(part, cancellationToken);
                lock (_lock)
                {
                    // They are the first, since others only come behind them.
                    for (int i = part.Length - 1; i >= 0; i--)
                        _waiting.RemoveAt(i);
                }
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryFlushAsync(cancellationToken);
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
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TryFlushAsync(stoppingToken);
    }

    private async Task TryFlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FlushAsync(cancellationToken);
        }
        catch (Exception failed) when (!failed.IsCancellationBy(cancellationToken))
        {
            RerankLog.AnswersNotKept(logger, failed);
        }
    }

    // A row that the database will never take is not to keep the others from it.
    private async Task WriteAsync(KeptRerankAnswer[] part, CancellationToken cancellationToken)
    {
        try
        {
            await InsertAsync(part, cancellationToken);
        }
        catch (DbException refused) when (!refused.IsTransient && refused.SqlState?.StartsWith("22", StringComparison.Ordinal) == true)
        {
            if (part.Length == 1)
            {
                RerankLog.AnswersNotKept(logger, refused);
                return;
            }
            await WriteAsync(part[..(part.Length / 2)], cancellationToken);
            await WriteAsync(part[(part.Length / 2)..], cancellationToken);
        }
    }

    private async Task InsertAsync(KeptRerankAnswer[] part, CancellationToken cancellationToken)
    {
        SuppressionCheck check = await suppressions.CheckAsync(cancellationToken);
        await database.WriteAsync(
            async session =>
            {
                foreach (IGrouping<string, KeptRerankAnswer> answers in part.GroupBy(answer => answer.Tenant, StringComparer.Ordinal))
                {
                    // Nothing is kept of a person who was erased, also where that happened since the answer.
                    IReadOnlySet<string> erased = await check.AmongAsync(session, new TenantId(answers.Key), [.. answers.Select(answer => answer.Owner).OfType<string>()]);
                    foreach (KeptRerankAnswer answer in answers.Where(answer => answer.Owner is not { } owner || !erased.Contains(owner)))
                    {
                        await session.ExecuteAsync(
                            """
                            insert into reranking_answer (tenant, id, scope, model, owner, shown, propensity, original, reranked, at)
                            values (@Tenant, @Id, @Scope, @Model, @Owner, @Shown, @Propensity, @Original, @Reranked, @At)
                            on conflict do nothing
                            """,
                            answer);
                    }
                }
            },
            cancellationToken);
    }
}
