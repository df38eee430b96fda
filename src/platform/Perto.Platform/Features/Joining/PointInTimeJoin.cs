using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Perto.Platform;

/// <summary>
/// Gives examples their features as of their moments. For each view one pass over the history, in the order of time beside the examples of an
/// entity: an example takes what the pass has come to, so that nothing after its moment can reach it.
/// </summary>
internal sealed class PointInTimeJoin(FeatureHistory history)
{
    private const int ChunkRows = 20_000;
    private const int KeysAtOnce = 1_000;
    private const int PageRows = 5_000;

    /// <summary>Joins, with as many rows in memory as <see cref="ChunkRows"/>; they come in their order.</summary>
    public async IAsyncEnumerable<JoinedRow> RunAsync(
        TenantId tenant, IReadOnlyList<RegisteredView> views, IAsyncEnumerable<JoinRow> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (JoinRow[] chunk in rows.Chunk(ChunkRows).WithCancellation(cancellationToken))
        {
            var readings = new FeatureReading[chunk.Length][];
            for (int i = 0; i < chunk.Length; i++)
                readings[i] = new FeatureReading[views.Count];
            for (int view = 0; view < views.Count; view++)
                await JoinAsync(tenant, views[view], chunk, view, readings, cancellationToken);
            for (int i = 0; i < chunk.Length; i++)
                yield return new JoinedRow(chunk[i], readings[i]);
        }
    }

    private async Task JoinAsync(TenantId tenant, RegisteredView view, JoinRow[] rows, int place, FeatureReading[][] readings, CancellationToken cancellationToken)
    {
        Dictionary<string, Waiting> byKey = new(StringComparer.Ordinal);
        for (int i = 0; i < rows.Length; i++)
        {
            long at = UnixMicros.From(rows[i].At);
            readings[i][place] = new FeatureReading(view.Layout, FeatureStatus.NeverWritten, at);
            if (!rows[i].Keys.TryGetValue(view.Definition.Entity, out string? key))
                continue;
            ref Waiting? waiting = ref CollectionsMarshal.GetValueRefOrAddDefault(byKey, key, out _);
            (waiting ??= new Waiting()).Rows.Add((at, i));
        }
        foreach (string[] keys in byKey.Keys.Order(StringComparer.Ordinal).Chunk(KeysAtOnce))
        {
            Waiting[] waiting = [.. keys.Select(key => byKey[key])];
            foreach (Waiting one in waiting)
                one.Rows.Sort();
            long first = waiting.Min(one => one.Rows[0].At);
            // Rows that have expired for every example are not read.
            await SweepAsync(
                tenant, view, keys, byKey, view.Ttl is { } ttl ? first - ttl : long.MinValue, waiting.Max(one => one.Rows[^1].At), Take, cancellationToken);
            foreach (Waiting one in waiting)
                one.Advance(long.MaxValue, Take);
        }

        void Take(int row, long at, FeatureHistoryRow known)
        {
            FeatureReading reading = FeatureReading.Of(view, known.EventAt, known.Packed, at);
            if (reading.IsPresent)
                readings[row][place] = reading;
        }
    }

    private async Task SweepAsync(
        TenantId tenant, RegisteredView view, string[] keys, Dictionary<string, Waiting> byKey, long from, long to, Action<int, long, FeatureHistoryRow> take, CancellationToken cancellationToken)
    {
        FeatureHistoryRow? behind = null;
        while (true)
        {
            IReadOnlyList<FeatureHistoryRow> page = await history.PageAsync(tenant, view, keys, from, to, behind, PageRows, cancellationToken);
            foreach (FeatureHistoryRow row in page)
            {
                Waiting waiting = byKey[row.EntityKey];
                waiting.Advance(row.EventAt, take);
                waiting.Known = row;
            }
            if (page.Count < PageRows)
                return;
            behind = page[^1];
        }
    }

    /// <summary>The examples of one entity by time, and what the pass has come to.</summary>
    private sealed class Waiting
    {
        private int _next;

        public List<(long At, int Row)> Rows { get; } = [];

        public FeatureHistoryRow? Known { get; set; }

        /// <summary>Examples before <paramref name="eventAt"/> take what is known.</summary>
        public void Advance(long eventAt, Action<int, long, FeatureHistoryRow> take)
        {
            for (; _next < Rows.Count && Rows[_next].At < eventAt; _next++)
            {
                if (Known is not null)
                    take(Rows[_next].Row, Rows[_next].At, Known);
            }
        }
    }
}
