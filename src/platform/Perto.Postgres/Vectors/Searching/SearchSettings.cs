using Npgsql;

namespace Perto.Postgres;

/// <summary>The server's settings for one search, for its transaction alone.</summary>
internal static class SearchSettings
{
    /// <summary>For a search that compares what it reads: the planner is free, but an index over vectors has no say.</summary>
    public static NpgsqlBatchCommand Exact() => Command(index: false, ef: 40, probes: 1, scanTuples: 20_000);

    /// <summary>For a search by an approximate index, which goes on until it has enough matches.</summary>
    public static NpgsqlBatchCommand Approximate(int ef, PostgresVectorOptions options) => Command(index: true, ef, options.Probes, options.MaxScanTuples);

    // Compiling a plan takes longer than most searches. One text for both, and each sets all: searches may share a transaction.
    private static NpgsqlBatchCommand Command(bool index, int ef, int probes, int scanTuples)
    {
        SqlText sql = new();
        string others = sql.Value(index ? "off" : "on");
        return sql.Add($"""
            select set_config('jit', 'off', true), set_config('enable_seqscan', {others}, true), set_config('enable_sort', {others}, true),
                set_config('hnsw.ef_search', {sql.Value($"{ef}")}, true), set_config('hnsw.iterative_scan', 'relaxed_order', true),
                set_config('hnsw.max_scan_tuples', {sql.Value($"{scanTuples}")}, true),
                set_config('ivfflat.probes', {sql.Value($"{probes}")}, true), set_config('ivfflat.iterative_scan', 'relaxed_order', true)
            """).ToBatchCommand();
    }
}
