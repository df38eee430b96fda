using Perto.Numerics;

namespace Perto.Platform;

/// <summary>The changes of one transaction: rows of the history, and the packed rows of the entities that they are about.</summary>
internal sealed class FeatureChanges
{
    private readonly DatabaseSession _session;
    private readonly TenantId _tenant;
    private readonly TenantViews _views;
    private readonly WriteOrder _order;
    private readonly Dictionary<EntityKey, OnlineRow> _taken;
    private readonly Dictionary<EntityKey, Dictionary<int, PackedBlock>> _blocks = [];
    private readonly HashSet<EntityKey> _changed = [];
    private readonly List<HistoryRow> _history = [];
    private readonly Dictionary<(int View, string Key, long EventAt, long Digest), HistoryRow> _states = [];
    private readonly HashSet<(RegisteredView View, string Key, long EventAt)> _ties = [];
    private long _lastOrder;

    private FeatureChanges(DatabaseSession session, TenantId tenant, TenantViews views, WriteOrder order, Dictionary<EntityKey, OnlineRow> taken)
    {
        _session = session;
        _tenant = tenant;
        _views = views;
        _order = order;
        _taken = taken;
    }

    /// <summary>Begins, with the entities locked.</summary>
    public static async Task<FeatureChanges> BeginAsync(
        DatabaseSession session, TenantId tenant, TenantViews views, WriteOrder order, IEnumerable<EntityKey> keys) =>
        new(session, tenant, views, order, await FeatureTable.TakeAsync(session, tenant, keys.Distinct(), order.Next()));

    /// <summary>The newest values of a view of an entity.</summary>
    public PackedBlock? Current(RegisteredView view, string key) =>
        BlocksOf(new EntityKey(view.Definition.Entity, key)).TryGetValue(view.Id, out PackedBlock block) ? block : null;

    /// <summary>Values of a moment: online where nothing newer is there.</summary>
    public void Write(RegisteredView view, string key, long eventAt, byte[] values)
    {
        long order = NextOrder(view, key);
        _history.Add(new HistoryRow(view.Id, key, eventAt, order, values));
        PackedBlock? current = Current(view, key);
        if (current is { } same && same.EventAt == eventAt)
        {
            // Which of two came first is what the history says, not which came again.
            if (!same.Values.Span.SequenceEqual(values))
                _ties.Add((view, key, eventAt));
        }
        else if (current is null || current.Value.EventAt < eventAt)
            SetOnline(view, key, new PackedBlock(view.Id, eventAt, order, values));
    }

    /// <summary>What a view knows of an entity after one more event, at the time from which it knows it.</summary>
    public void Fold(RegisteredView view, string key, long eventAt, byte[] values)
    {
        // A late event changes what is known now, not what was known before it came.
        long at = Math.Max(eventAt, Current(view, key)?.EventAt ?? long.MinValue);
        var row = new HistoryRow(view.Id, key, at, NextOrder(view, key), values);
        _states[(view.Id, key, at, row.Digest)] = row;
        SetOnline(view, key, new PackedBlock(view.Id, at, row.Order, values));
    }

    /// <summary>Writes it all.</summary>
    /// <returns>How many rows are new in the history, and the packed rows that changed.</returns>
    public async Task<(long Stored, IReadOnlyList<KeyValuePair<EntityKey, OnlineRow>> Online)> SaveAsync()
    {
        long stored = await InsertAsync(_history, "on conflict do nothing");
        // A state that came back at the same moment is the latest one again.
        stored += await InsertAsync(
            [.. _states.Values],
            "on conflict (tenant, view_id, entity_key, event_at, digest) do update set write_order = excluded.write_order, packed = excluded.packed");
        foreach ((RegisteredView view, string key, long eventAt) in _ties)
            await SettleAsync(view, key, eventAt);
        List<KeyValuePair<EntityKey, OnlineRow>> online =
        [
            .. _changed.Select(key => KeyValuePair.Create(
                key, _taken[key] with { Packed = PackedRow.Compose([.. _blocks[key].Values.Where(block => _views.KeepsOnline(block.View))]) })),
        ];
        await FeatureTable.PutAsync(_session, _tenant, online);
        return (stored, online);
    }

    /// <summary>Greater than that of what is known now, which may be from a process whose clock is ahead.</summary>
    private long NextOrder(RegisteredView view, string key) =>
        _lastOrder = Math.Max(_order.Next(), Math.Max(_lastOrder, Current(view, key)?.WriteOrder ?? 0) + 1);

    private Task<int> InsertAsync(IReadOnlyList<HistoryRow> rows, string onConflict) => _session.BulkInsertAsync(
        "feature_history",
        ["tenant", "view_id", "entity_key", "event_at", "digest", "write_order", "packed"],
        rows,
        row => [_tenant, row.View, row.Key, row.EventAt, row.Digest, row.Order, row.Values],
        onConflict);

    private async Task SettleAsync(RegisteredView view, string key, long eventAt)
    {
        if (Current(view, key) is not { } current || current.EventAt != eventAt)
            return;
        FeatureHistoryRow? last = await _session.FirstOrDefaultAsync<FeatureHistoryRow>(
            """
            select entity_key, event_at, write_order, packed from feature_history
            where tenant = @tenant and view_id = @Id and entity_key = @key and event_at = @eventAt order by write_order desc limit 1
            """,
            new { tenant = _tenant, view.Id, key, eventAt });
        if (last is not null && last.WriteOrder != current.WriteOrder)
            SetOnline(view, key, new PackedBlock(view.Id, eventAt, last.WriteOrder, last.Packed));
    }

    private void SetOnline(RegisteredView view, string key, PackedBlock block)
    {
        var entity = new EntityKey(view.Definition.Entity, key);
        BlocksOf(entity)[view.Id] = block;
        _changed.Add(entity);
    }

    private Dictionary<int, PackedBlock> BlocksOf(EntityKey key)
    {
        if (!_blocks.TryGetValue(key, out Dictionary<int, PackedBlock>? blocks))
            _blocks.Add(key, blocks = PackedRow.Blocks(_taken[key].Packed));
        return blocks;
    }

    private sealed record HistoryRow(int View, string Key, long EventAt, long Order, byte[] Values)
    {
        public long Digest { get; } = unchecked((long)StableHash.Of(Values));
    }
}
