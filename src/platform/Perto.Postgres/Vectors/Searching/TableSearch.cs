using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Postgres;

/// <summary>Answers queries on one connection, at one moment. The queries and filters are bound to the schema.</summary>
internal sealed class TableSearch(
    CollectionTable table, TableUpkeep upkeep, PostgresVectorOptions options, NpgsqlConnection connection, TimeProvider clock, long now, CancellationToken cancellationToken)
{
    private const int GroupGrowth = 4;
    private const int MostEf = 1_000;

    // Where so large a share of the records is asked for, a walk looks at nearly all of them, and in a worse order.
    private const int ShareOfWalk = 10;

    // Counting is nothing beside comparing them all.
    private const int CountUpTo = 10_000;

    /// <summary>Answers a query.</summary>
    public async Task<SearchResult> RunAsync(VectorQuery query, Filter? filter)
    {
        long start = clock.GetTimestamp();
        await upkeep.BeforeSearchAsync(connection, cancellationToken);
        (IReadOnlyList<SearchHit> hits, SearchExplain explain) = query.Group is null
            ? await FindAsync(query, filter, query.IncludePayload, query.IncludeVectors)
            : await FindGroupsAsync(query, query.Group, filter);
        return new SearchResult(hits, explain with { Elapsed = clock.GetElapsedTime(start) });
    }

    /// <summary>Answers a query of several vectors; the connection is in a transaction with one snapshot.</summary>
    public async Task<SearchResult> RunAsync(FusedQuery query, Filter? filter)
    {
        long start = clock.GetTimestamp();
        await upkeep.BeforeSearchAsync(connection, cancellationToken);
        List<SearchExplain> explained = [];
        List<RankedId[]> rankings = [];
        foreach (FusedPart part in query.Parts)
        {
            long begun = clock.GetTimestamp();
            VectorQuery ofPart = new(part.Vector, part.Value) { K = Math.Max(part.Candidates, query.K), Ef = part.Ef, Exact = query.Exact };
            (IReadOnlyList<SearchHit> found, SearchExplain explain) = await FindAsync(ofPart, filter, payload: false, vectors: false);
            rankings.Add([.. found.Select(hit => new RankedId(hit.Id, hit.Score))]);
            explained.Add(explain with { Elapsed = clock.GetElapsedTime(begun) });
        }

        IEnumerable<FusedHit> fused = Fusion.Fuse(query.Fusion, [.. query.Parts.Select(part => part.Weight)], rankings)
            .TakeWhile(hit => !(hit.Score < query.MinimumScore));
        // Without groups the best K are the answer; with them any of the candidates may be.
        FusedHit[] candidates = [.. query.Group is null ? fused.Take(query.K) : fused];
        Dictionary<string, VectorRecord> records = await ReadAsync(
            [.. candidates.Select(hit => hit.Id)], query.IncludePayload || query.Group is not null, query.IncludeVectors);
        GroupCounts groups = new(query.Group);
        SearchHit[] hits =
        [
            .. candidates.Where(hit => groups.Takes(records[hit.Id].Payload)).Take(query.K).Select(hit => new SearchHit
            {
                Id = hit.Id,
                Score = hit.Score,
                Distance = 1 - hit.Score,
                Parts = hit.Parts,
                Payload = query.IncludePayload ? records[hit.Id].Payload.AsReadOnly() : EmptyPayload,
                Vectors = records[hit.Id].Vectors.AsReadOnly(),
            }),
        ];
        return new SearchResult(hits, Whole(explained, clock.GetElapsedTime(start)));
    }

    private static IReadOnlyDictionary<string, PayloadValue> EmptyPayload => System.Collections.ObjectModel.ReadOnlyDictionary<string, PayloadValue>.Empty;

    private static SearchExplain Whole(IReadOnlyList<SearchExplain> parts, TimeSpan elapsed) => new()
    {
        Strategy = "fused",
        Records = parts[0].Records,
        Passing = parts.Max(part => part.Passing),
        PassingIsEstimate = parts.Any(part => part.PassingIsEstimate),
        Compared = parts.Sum(part => part.Compared),
        Rescored = parts.Sum(part => part.Rescored),
        Elapsed = elapsed,
        Parts = parts,
    };

    /// <summary>
    /// Asks for more and more hits until the groups give K, or there are no more hits: the answer is that of grouping all hits.
    /// </summary>
    private async Task<(IReadOnlyList<SearchHit> Hits, SearchExplain Explain)> FindGroupsAsync(VectorQuery query, GroupBy group, Filter? filter)
    {
        long compared = 0;
        for (int k = query.K * GroupGrowth; ; k = (int)Math.Min((long)k * GroupGrowth, int.MaxValue))
        {
            VectorQuery wider = new(query.Vector, query.Value) { K = k, Ef = query.Ef, Exact = query.Exact, MinimumScore = query.MinimumScore };
            (IReadOnlyList<SearchHit> hits, SearchExplain explain) = await FindAsync(wider, filter, payload: true, query.IncludeVectors);
            compared += explain.Compared;
            GroupCounts groups = new(group);
            SearchHit[] taken = [.. hits.Where(hit => groups.Takes(hit.Payload)).Take(query.K)];
            if (taken.Length < query.K && hits.Count == k)
                continue;
            return (query.IncludePayload ? taken : [.. taken.Select(WithoutPayload)], explain with { Compared = compared });
        }
    }

    private static SearchHit WithoutPayload(SearchHit hit) => new() { Id = hit.Id, Score = hit.Score, Distance = hit.Distance, Vectors = hit.Vectors };

    private Task<(IReadOnlyList<SearchHit> Hits, SearchExplain Explain)> FindAsync(VectorQuery query, Filter? filter, bool payload, bool vectors)
    {
        int vector = table.VectorNumber(query.Vector);
        RecordSelection selection = new(table, payload, vectors);
        return table.Schema.Vectors[vector].Kind == VectorKind.Sparse
            ? FindSparseAsync(query, filter, vector, selection)
            : FindDenseAsync(query, filter, vector, selection);
    }

    private async Task<(IReadOnlyList<SearchHit> Hits, SearchExplain Explain)> FindDenseAsync(
        VectorQuery query, Filter? filter, int vector, RecordSelection selection)
    {
        if (query.Exact || !IsIndexUseful(query, vector))
            return await CompareAsync(query, filter, vector, selection, "exact scan");
        long passing = upkeep.Rows;
        if (filter is not null)
        {
            passing = await EstimateAsync(filter, vector);
            if (passing <= Math.Max(upkeep.CompareUpTo(table.Schema.Vectors[vector]), (long)query.K * ShareOfWalk))
                return await CompareAsync(query, filter, vector, selection, "exact over the matches");
        }
        (List<SearchHit> hits, SearchExplain explain) = await WalkAsync(query, filter, vector, selection, passing);
        // The walk ended before it had seen all that match.
        return hits.Count < query.K
            ? await CompareAsync(query, filter, vector, selection, filter is null ? "exact scan" : "exact over the matches")
            : (Cut(hits, query), explain);
    }

    private bool IsIndexUseful(VectorQuery query, int vector) =>
        upkeep.IsIndexed(vector)
        && upkeep.Rows >= upkeep.UseFrom(table.Schema.Vectors[vector])
        && (long)query.K * ShareOfWalk <= upkeep.Rows;

    private async Task<(IReadOnlyList<SearchHit> Hits, SearchExplain Explain)> CompareAsync(
        VectorQuery query, Filter? filter, int vector, RecordSelection selection, string strategy)
    {
        bool counts = query.Exact || upkeep.Rows <= CountUpTo;
        SqlText sql = new();
        string value = Query(sql, query.Value, vector);
        sql.Add($"""
            with compared as materialized (
                select t.id, {VectorIndex.ExactDistance(table, vector, value)} as distance from {table.Name} t
                where {Findable(sql, filter, vector)}),
            nearest as (select id, distance from compared order by distance, id limit {sql.Value(query.K)})
            select (select count(*) from compared), {(counts ? $"(select count(*) from {table.Name} t where {Alive(sql)})" : "null::bigint")}, n.distance, {selection.Columns}
            from (select 1) one left join nearest n on true left join {table.Name} t on t.id = n.id
            order by n.distance, n.id
            """);
        await using NpgsqlBatch batch = new(connection) { BatchCommands = { SearchSettings.Exact(), sql.ToBatchCommand() } };
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        List<SearchHit> hits = [];
        long passing = 0;
        long? records = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            (passing, records) = (reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetInt64(1));
            if (!reader.IsDBNull(2))
                hits.Add(Hit(reader, 2, vector, selection));
        }
        if (records is { } seen)
            upkeep.Seen(seen);
        return (Cut(hits, query), new SearchExplain { Strategy = strategy, Records = records ?? upkeep.Rows, Passing = passing, Compared = passing });
    }

    private async Task<(List<SearchHit> Hits, SearchExplain Explain)> WalkAsync(
        VectorQuery query, Filter? filter, int vector, RecordSelection selection, long passing)
    {
        VectorField field = table.Schema.Vectors[vector];
        bool halved = VectorIndex.IsHalved(field);
        int ef = Math.Clamp(Math.Max(query.Ef ?? field.Index.SearchEf, query.K), 1, MostEf);
        SqlText sql = new();
        string value = Query(sql, query.Value, vector);
        // Of halves more candidates than hits, as their order is not that of the vectors.
        int candidates = halved ? Math.Max(query.K, ef) : query.K;
        sql.Add($"""
            select {VectorIndex.ExactDistance(table, vector, value)}, {selection.Columns} from {table.Name} t
            where {Findable(sql, filter, vector)}
            order by {VectorIndex.Distance(table, vector, value)} limit {sql.Value(candidates)}
            """);
        await using NpgsqlBatch batch = new(connection) { BatchCommands = { SearchSettings.Approximate(ef, options), sql.ToBatchCommand() } };
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        List<SearchHit> hits = [];
        while (await reader.ReadAsync(cancellationToken))
            hits.Add(Hit(reader, 0, vector, selection));
        string method = upkeep.IndexOf(vector) == VectorIndexMethod.IvfFlat ? "lists" : "graph";
        return (hits, new SearchExplain
        {
            Strategy = filter is null ? method : $"{method}, filtered",
            Records = upkeep.Rows,
            Passing = passing,
            PassingIsEstimate = true,
            Rescored = halved ? hits.Count : 0,
            Ef = ef,
        });
    }

    private async Task<(IReadOnlyList<SearchHit> Hits, SearchExplain Explain)> FindSparseAsync(
        VectorQuery query, Filter? filter, int vector, RecordSelection selection)
    {
        SqlText sql = PostingsSql.Search(table, vector, query, sql => Findable(sql, filter, vector), selection.Columns, now, filtered: filter is not null);
        await using NpgsqlBatch batch = new(connection) { BatchCommands = { SearchSettings.Exact(), sql.ToBatchCommand() } };
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        List<SearchHit> hits = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            float score = reader.GetFloat(0);
            hits.Add(selection.Hit(reader, 1, score, 0 - score));
        }
        return (Cut(hits, query), new SearchExplain { Strategy = "postings", Records = upkeep.Rows, Passing = upkeep.Rows, PassingIsEstimate = true });
    }

    /// <summary>Asks the planner how many records match: it knows without reading them.</summary>
    private async Task<long> EstimateAsync(Filter filter, int vector)
    {
        SqlText sql = new();
        sql.Add($"explain (format json) select 1 from {table.Name} t where {Findable(sql, filter, vector)}");
        await using NpgsqlCommand command = sql.ToCommand(connection);
        string plan = (string)(await command.ExecuteScalarAsync(cancellationToken))!;
        using JsonDocument document = JsonDocument.Parse(plan);
        return (long)document.RootElement[0].GetProperty("Plan").GetProperty("Plan Rows").GetDouble();
    }

    private async Task<Dictionary<string, VectorRecord>> ReadAsync(string[] ids, bool payload, bool vectors)
    {
        Dictionary<string, VectorRecord> records = new(ids.Length, StringComparer.Ordinal);
        if (ids.Length == 0)
            return records;
        RecordSelection selection = new(table, payload, vectors);
        SqlText sql = new();
        sql.Add($"select {selection.Columns} from {table.Name} t where t.id = any({sql.Value(ids)})");
        await using NpgsqlCommand command = sql.ToCommand(connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            VectorRecord record = selection.Record(reader);
            records.Add(record.Id, record);
        }
        return records;
    }

    private string Findable(SqlText sql, Filter? filter, int vector) =>
        $"t.{table.Vectors[vector][0].Name} is not null and {Alive(sql)}{(filter is null ? "" : $" and {new FilterSql(table, sql).Condition(filter)}")}";

    private string Alive(SqlText sql) => $"(t.expires_at is null or t.expires_at > {sql.Value(now)})";

    private string Query(SqlText sql, VectorValue value, int vector)
    {
        VectorField field = table.Schema.Vectors[vector];
        if (field.Kind == VectorKind.Bits)
            return CollectionTable.BitsOf(sql.Value(value.Bits.ToArray(), NpgsqlDbType.Bytea), field.Dimension);
        float[] values = field.Metric == Metric.Cosine ? CollectionTable.Unit(value).Values : value.Dense.ToArray();
        return $"{sql.Value(values, NpgsqlDbType.Array | NpgsqlDbType.Real)}::real[]::vector";
    }

    private SearchHit Hit(NpgsqlDataReader reader, int column, int vector, RecordSelection selection)
    {
        float raw = reader.GetFloat(column);
        (float score, float distance) = table.Schema.Vectors[vector].Metric switch
        {
            // Rounding may put the cosine of a vector with itself just above 1.
            Metric.Cosine => (Math.Clamp(0 - raw, -1, 1), 1 - Math.Clamp(0 - raw, -1, 1)),
            // "+ 0": a distance of nothing is 0, not -0.
            Metric.Dot => (0 - raw, raw + 0),
            _ => (1 / (1 + raw), raw),
        };
        return selection.Hit(reader, column + 1, score, distance);
    }

    // Distances that differ may have one score.
    private static List<SearchHit> Cut(List<SearchHit> hits, VectorQuery query)
    {
        hits.Sort(static (x, y) => x.Score != y.Score ? y.Score.CompareTo(x.Score) : CodePointOrder.Compare(x.Id, y.Id));
        int kept = Math.Min(hits.Count, query.K);
        while (kept > 0 && hits[kept - 1].Score < query.MinimumScore)
            kept--;
        return hits.Count == kept ? hits : hits.GetRange(0, kept);
    }
}
