using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Perto.Learning;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// What was learned of the rows, one state for each tenant in the database. One server at a time learns, all order by it: what one has learned the others see within
/// half a minute.
/// </summary>
public sealed class RowBandits(IDatabase database, IOptions<StreamingSettings> settings, TimeProvider clock)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    private readonly RowOrderSettings _settings = settings.Value.Rows;
    private readonly ConcurrentDictionary<(TenantId Tenant, RowOrderPolicy Policy), (long At, LinearBandit? Bandit)> _known = new();

    /// <summary>The bandit that orders rows; null where the plan does, or too few pages were learned from.</summary>
    /// <param name="tenant">Whose rows.</param>
    /// <param name="order">Who decides; null: as the settings say.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<LinearBandit?> ForAsync(TenantId tenant, RowOrderPolicy? order, CancellationToken cancellationToken)
    {
        RowOrderPolicy policy = order ?? _settings.Order;
        if (policy == RowOrderPolicy.Fixed)
            return null;
        if (_known.TryGetValue((tenant, policy), out (long At, LinearBandit? Bandit) known) && clock.GetElapsedTime(known.At) < LookEvery)
            return known.Bandit;
        long at = clock.GetTimestamp();
        RowBanditState? state = await FindAsync(tenant, cancellationToken);
        LinearBandit? bandit = state is not null && state.Pages >= _settings.FromPages ? Bandit(state, policy) : null;
        _known[(tenant, policy)] = (at, bandit);
        return bandit;
    }

    /// <summary>What is kept of a tenant; null before anything was learned.</summary>
    internal Task<RowBanditState?> FindAsync(TenantId tenant, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.FirstOrDefaultAsync<RowBanditState>(
            "select learned_at, learned_id, pages, bandit from streaming_row_bandit where tenant = @tenant", new { tenant = tenant.Value }),
        cancellationToken);

    /// <summary>The bandit of a state, exploring as the settings say now, or by another policy.</summary>
    internal LinearBandit Bandit(RowBanditState? state, RowOrderPolicy? policy = null)
    {
        LinearBandit bandit = RowKinds.NewBandit(_settings.ToBandit(policy ?? _settings.Order));
        if (state is null)
            return bandit;
        using var stream = new MemoryStream(state.Bandit, writable: false);
        LinearBandit kept = LinearBandit.Load(stream);
        // Of a version with other kinds of rows nothing can be taken over.
        for (int arm = 0; kept.Arms == bandit.Arms && kept.Dimensions == bandit.Dimensions && arm < bandit.Arms; arm++)
            bandit[arm].Add(kept[arm]);
        return bandit;
    }

    /// <summary>Writes what was learned; false when another has learned meanwhile, and this is not to count twice.</summary>
    internal async Task<bool> SaveAsync(TenantId tenant, RowBanditState? before, RowBanditState after, CancellationToken cancellationToken)
    {
        int written = await database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into streaming_row_bandit (tenant, learned_at, learned_id, pages, bandit, updated_at)
                values (@tenant, @LearnedAt, @LearnedId, @Pages, @Bandit, @now)
                on conflict (tenant) do update set
                    learned_at = excluded.learned_at, learned_id = excluded.learned_id, pages = excluded.pages, bandit = excluded.bandit,
                    updated_at = excluded.updated_at
                where streaming_row_bandit.learned_at = @beforeAt and streaming_row_bandit.learned_id = @beforeId
                """,
                new
                {
                    tenant = tenant.Value,
                    after.LearnedAt,
                    after.LearnedId,
                    after.Pages,
                    after.Bandit,
                    now = UnixMicros.Now(clock),
                    beforeAt = before?.LearnedAt ?? long.MinValue,
                    beforeId = before?.LearnedId ?? "",
                }),
            cancellationToken);
        foreach (RowOrderPolicy policy in Enum.GetValues<RowOrderPolicy>())
            _known.TryRemove((tenant, policy), out _);
        return written == 1;
    }
}
