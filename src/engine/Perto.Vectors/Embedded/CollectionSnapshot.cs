using System.Runtime.InteropServices;
using System.Text;

namespace Perto.Vectors;

/// <summary>
/// A collection as it stood after one write. It never changes, takes no lock and may be used by any threads; holding it holds its memory.
/// Times are Unix microseconds; records that expire at <c>now</c> or earlier are left out.
/// </summary>
public sealed class CollectionSnapshot
{
    private readonly RowTable _table;
    private readonly int _count;

    internal CollectionSnapshot(RowTable table, long version, int dead, bool mayExpire)
    {
        Dead = dead;
        HidesRows = dead > 0 || mayExpire;
        _table = table;
        _count = table.Count;
        Chunks = table.Chunks;
        Version = version;
    }

    /// <summary>Its vectors and payload fields.</summary>
    public CollectionSchema Schema => _table.Schema;

    internal RowTable Table => _table;

    internal Chunk[] Chunks { get; private set; }

    internal RowReader Reader => new(Chunks);

    /// <summary>How many rows it may show; they are the first of its table.</summary>
    internal int Rows => _count;

    internal long Version { get; }

    /// <summary>Rows that are replaced or deleted.</summary>
    internal int Dead { get; }

    /// <summary>The others; some of them may have expired.</summary>
    internal int Records => _count - Dead;

    /// <summary>Whether some of its rows may not be found.</summary>
    internal bool HidesRows { get; }

    /// <summary>The same, read from where the table's rows lie now: what the writer has sealed since is read from its file.</summary>
    internal CollectionSnapshot Refreshed()
    {
        CollectionSnapshot refreshed = (CollectionSnapshot)MemberwiseClone();
        refreshed.Chunks = _table.Chunks[..Chunks.Length];
        return refreshed;
    }

    /// <summary>Makes a filter ready for searches of this snapshot.</summary>
    /// <exception cref="VectorStoreException">The filter does not fit the schema.</exception>
    /// <param name="filter">The filter.</param>
    /// <param name="path">Put before field names in messages: <c>queries[2].</c></param>
    public CompiledFilter Compile(Filter filter, string path = "") =>
        new(this, new FilterCompiler(_table).Compile(Schema.Bind(filter, path)));

    /// <summary>Finds the nearest records. Allocates nothing.</summary>
    /// <param name="vector">The name of the vector field.</param>
    /// <param name="query">A vector of its dimension.</param>
    /// <param name="hits">Takes the hits, best first, equal scores in id order; its length is k, 1 to <see
    /// cref="VectorQuery.MaxK"/>.</param>
    /// <param name="options">Filter, minimum score and the present moment.</param>
    /// <returns>How many hits there are; fewer than k only where fewer records match.</returns>
    /// <exception cref="VectorStoreException">A name, dimension or value does not fit.</exception>
    /// <exception cref="ArgumentException">The filter was compiled by another snapshot.</exception>
    public int Search(string vector, scoped ReadOnlySpan<float> query, Span<Hit> hits, in SearchOptions options = default) =>
        Search(vector, query, hits, options, out _);

    /// <inheritdoc cref="Search(string, ReadOnlySpan{float}, Span{Hit}, in SearchOptions)"/>
    /// <param name="cost">What it looked at.</param>
    public int Search(string vector, scoped ReadOnlySpan<float> query, Span<Hit> hits, in SearchOptions options, out ScanCost cost)
    {
        VectorField field = Schema.CheckSearch(vector, query, hits.Length, options.MinimumScore);
        CheckFilter(options.Filter);
        CollectionSchema.CheckEf(options.Ef, path: "");
        Span<float> unit = stackalloc float[field.Metric.IsNormalised() ? field.Dimension : 0];
        if (field.Metric.IsNormalised())
        {
            UnitVector.Write(query, unit);
            query = unit;
        }

        ScanJob job = new(hits.Length, options.Filter, options.MinimumScore);
        try
        {
            int number = Schema.VectorIndex(vector);
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(query);
            cost = default;
            if (options.Exact || !TryIndex(number, bytes, options.Ef, hits.Length, options.Filter, options.Now, ref job, out cost))
            {
                long records = ExactScan.Run(this, number, query, new Span<ScanJob>(ref job), options.Now);
                cost = Scanned(records, job.Passed, cost);
            }
            return Take(ref job.Top, field.Metric, hits);
        }
        finally
        {
            job.Top.Return();
            GC.KeepAlive(this);
        }
    }

    /// <summary>How many records match; all without a filter.</summary>
    /// <exception cref="ArgumentException">The filter was compiled by another snapshot.</exception>
    public long Count(CompiledFilter? filter, long now)
    {
        CheckFilter(filter);
        Span<ulong> bits = stackalloc ulong[RowBits.Words];
        long count = 0;
        for (int c = 0; c < Chunks.Length; c++)
        {
            Matching(c, filter, now, bits);
            count += RowBits.Count(bits);
        }
        GC.KeepAlive(this);
        return count;
    }

    /// <summary>Reads a record; <see langword="null"/> where there is none.</summary>
    public VectorRecord? Find(string id, bool includeVectors, long now) =>
        TryFind(id, now, out int row) ? RecordAt(row, includeVectors) : null;

    /// <summary>The records after an id, in id order.</summary>
    /// <param name="after">The id; <see langword="null"/> to begin at the first.</param>
    /// <param name="limit">Most records to return.</param>
    /// <param name="filter">Which records; all, if <see langword="null"/>.</param>
    /// <param name="includeVectors">Whether the records carry their vectors.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="more">Whether records follow.</param>
    /// <exception cref="ArgumentException">The filter was compiled by another snapshot.</exception>
    public IReadOnlyList<VectorRecord> Scroll(
        string? after, int limit, CompiledFilter? filter, bool includeVectors, long now, out bool more)
    {
        CheckFilter(filter);
        using Utf8Bytes start = new(after, stackalloc byte[Utf8Bytes.Room]);
        List<VectorRecord> records = [];
        more = filter is not null && IsSortedSooner(filter.Estimate, limit)
            ? ScrollSorted(start.Bytes, limit, filter, includeVectors, now, records)
            : ScrollWalking(start.Bytes, limit, filter, includeVectors, now, records);
        GC.KeepAlive(this);
        return records;
    }

    /// <summary>The payload of a record that this snapshot found.</summary>
    public IReadOnlyDictionary<string, PayloadValue> Payload(in Hit hit) => PayloadAt(hit.Row);

    /// <summary>One payload field of a record that this snapshot found.</summary>
    internal PayloadValue Payload(in Hit hit, int field)
    {
        PayloadValue value = Chunks[hit.Row / Chunk.Rows].Payload[field].Get(hit.Row % Chunk.Rows);
        GC.KeepAlive(this);
        return value;
    }

    /// <summary>The vectors of a record that this snapshot found.</summary>
    public IReadOnlyDictionary<string, VectorValue> Vectors(in Hit hit) => VectorsAt(hit.Row);

    /// <summary>What it holds and what that takes.</summary>
    public CollectionStatistics Statistics(long now)
    {
        long records = 0, bytes = _table.HeldBytes;
        long[] vectors = new long[Schema.Vectors.Count];
        Span<ulong> live = stackalloc ulong[RowBits.Words];
        Span<ulong> present = stackalloc ulong[RowBits.Words];
        for (int c = 0; c < Chunks.Length; c++)
        {
            Chunk chunk = Chunks[c];
            Matching(c, filter: null, now, live);
            records += RowBits.Count(live);
            bytes += chunk.HeldBytes;
            for (int v = 0; v < vectors.Length; v++)
            {
                chunk.Vectors[v].Exists(RowsOf(c), present);
                RowBits.And(present, live);
                vectors[v] += RowBits.Count(present);
            }
        }
        GC.KeepAlive(this);
        return new CollectionStatistics
        {
            Records = records,
            DeadRecords = _count - records,
            Bytes = bytes,
            BytesInMemory = bytes,
            Indexed = Indexed(),
            Vectors = Enumerable.Range(0, vectors.Length)
                .ToDictionary(v => Schema.Vectors[v].Name, v => vectors[v], StringComparer.Ordinal),
        };
    }

    private Dictionary<string, long> Indexed()
    {
        Dictionary<string, long> indexed = new(StringComparer.Ordinal);
        for (int v = 0; v < Schema.Vectors.Count; v++)
        {
            if (_table.VectorIndexes[v] is { } index)
                indexed.Add(Schema.Vectors[v].Name, Math.Min(index.Indexed, _count));
        }
        return indexed;
    }

    /// <summary>Searches for one to four queries of the same vector, reading the rows once. The queries are bound to the schema.</summary>
    internal (Hit[] Hits, ScanCost Cost)[] Search((VectorQuery Query, CompiledFilter? Filter)[] queries, long now)
    {
        int vector = Schema.VectorIndex(queries[0].Query.Vector);
        ScanJob[] jobs = Array.ConvertAll(queries, q => new ScanJob(q.Query.K, q.Filter, q.Query.MinimumScore));
        if (TryIndex(vector, queries, jobs, now, out ScanCost[] costs) || TryPostings(vector, queries, jobs, now, costs))
            return Answers(vector, jobs, costs);
        long records = Schema.Vectors[vector].Kind switch
        {
            VectorKind.Dense => ScanDense(vector, queries, jobs, now),
            VectorKind.Bits => ScanBits(vector, queries, jobs, now),
            _ => ScanSparse(vector, queries, jobs, now),
        };
        return Answers(vector, jobs, [.. jobs.Zip(costs, (job, tried) => Scanned(records, job.Passed, tried))]);
    }

    // What was tried before the scan has cost something too.
    private static ScanCost Scanned(long records, long passed, ScanCost tried) =>
        new(records, passed) { Compared = tried.Compared + passed, Rescored = tried.Rescored };

    private (Hit[] Hits, ScanCost Cost)[] Answers(int vector, ScanJob[] jobs, ScanCost[] costs)
    {
        (Hit[], ScanCost)[] answers = new (Hit[], ScanCost)[jobs.Length];
        for (int i = 0; i < jobs.Length; i++)
        {
            Hit[] hits = new Hit[jobs[i].Top.Count];
            Take(ref jobs[i].Top, Schema.Vectors[vector].Metric, hits);
            answers[i] = (hits, costs[i]);
            jobs[i].Top.Return();
        }
        GC.KeepAlive(this);
        return answers;
    }

    // Queries that a graph answers go one by one; if one cannot be answered by it all go over the rows together.
    private bool TryIndex(int vector, (VectorQuery Query, CompiledFilter? Filter)[] queries, ScanJob[] jobs, long now, out ScanCost[] costs)
    {
        costs = new ScanCost[queries.Length];
        VectorField field = Schema.Vectors[vector];
        if (_table.VectorIndexes[vector]?.Graph is null || Array.Exists(queries, q => q.Query.Exact))
            return false;
        float[] unit = new float[field.Metric.IsNormalised() ? field.Dimension : 0];
        for (int i = 0; i < queries.Length; i++)
        {
            (VectorQuery query, CompiledFilter? filter) = queries[i];
            ReadOnlySpan<byte> bytes = field.Kind == VectorKind.Bits ? query.Value.Bits.Span : MemoryMarshal.AsBytes(query.Value.Dense.Span);
            if (field.Metric.IsNormalised())
            {
                UnitVector.Write(query.Value.Dense.Span, unit);
                bytes = MemoryMarshal.AsBytes(unit.AsSpan());
            }
            if (TryIndex(vector, bytes, query.Ef, query.K, filter, now, ref jobs[i], out costs[i]))
                continue;
            for (int j = 0; j <= i; j++)
                jobs[j].Clear(queries[j].Query.K);
            return false;
        }
        return true;
    }

    private bool TryPostings(int vector, (VectorQuery Query, CompiledFilter? Filter)[] queries, ScanJob[] jobs, long now, ScanCost[] costs)
    {
        if (_table.Postings[vector] is not { } postings || Array.Exists(queries, q => q.Query.Exact))
            return false;
        for (int i = 0; i < queries.Length; i++)
        {
            (VectorQuery query, CompiledFilter? filter) = queries[i];
            TopRows<IdRowOrder> top = new(query.K, new IdRowOrder(this));
            postings.Search(query.Value.Sparse, _count, ref top, new FindableRows(this, filter, now));
            for (int hit = 0; hit < top.Count; hit++)
                jobs[i].Offer(Schema.Vectors[vector].Metric, top[hit].Score, top[hit].Row, this);
            top.Return();
            costs[i] = new ScanCost(Records, Math.Min(Records, filter?.Estimate ?? Records)) { Strategy = SearchStrategy.Postings, PassedIsEstimate = true };
        }
        return true;
    }

    private bool TryIndex(
        int vector, ReadOnlySpan<byte> query, int? ef, int k, CompiledFilter? filter, long now, ref ScanJob job, out ScanCost cost)
    {
        cost = default;
        return _table.VectorIndexes[vector]?.Graph is { } graph
            && new IndexedSearch(this, vector, graph, query, k, ef ?? Schema.Vectors[vector].Index.SearchEf, now).TryRun(ref job, filter, out cost);
    }

    private long ScanDense(int vector, (VectorQuery Query, CompiledFilter? Filter)[] queries, ScanJob[] jobs, long now)
    {
        VectorField field = Schema.Vectors[vector];
        float[] values = new float[queries.Length * field.Dimension];
        for (int i = 0; i < queries.Length; i++)
        {
            Span<float> value = values.AsSpan(i * field.Dimension, field.Dimension);
            if (field.Metric.IsNormalised())
                UnitVector.Write(queries[i].Query.Value.Dense.Span, value);
            else
                queries[i].Query.Value.Dense.Span.CopyTo(value);
        }
        return ExactScan.Run(this, vector, values, jobs, now);
    }

    private long ScanBits(int vector, (VectorQuery Query, CompiledFilter? Filter)[] queries, ScanJob[] jobs, long now)
    {
        long records = 0;
        for (int i = 0; i < queries.Length; i++)
            records = BitScan.Run(this, vector, queries[i].Query.Value.Bits.Span, ref jobs[i], now);
        return records;
    }

    private long ScanSparse(int vector, (VectorQuery Query, CompiledFilter? Filter)[] queries, ScanJob[] jobs, long now)
    {
        long records = 0;
        for (int i = 0; i < queries.Length; i++)
            records = SparseScan.Run(this, vector, queries[i].Query.Value.Sparse, ref jobs[i], now);
        return records;
    }

    internal int RowsOf(int chunk) => Math.Min(_count - (chunk * Chunk.Rows), Chunk.Rows);

    internal string IdAt(int row)
    {
        string id = Encoding.UTF8.GetString(Chunks[row / Chunk.Rows].Id(row % Chunk.Rows));
        GC.KeepAlive(this);
        return id;
    }

    /// <summary>Compares the ids of two rows: the order of UTF-8 bytes, which is that of code points.</summary>
    internal int CompareIds(int row, int other) => Reader.CompareIds(row, other);

    internal bool IsLive(int row, long now) => Chunks[row / Chunk.Rows].IsLive(row % Chunk.Rows, Version, now);

    internal bool TryFind(string id, long now, out int row)
    {
        using Utf8Bytes text = new(id, stackalloc byte[Utf8Bytes.Room]);
        row = text.IsText ? _table.Newest(text.Bytes) : Chunk.NoRow;
        while (row >= _count)
            row = _table.Previous(row);
        bool found = row != Chunk.NoRow && IsLive(row, now);
        GC.KeepAlive(this);
        return found;
    }

    /// <summary>Sets the bits of the rows of a chunk that are live and match.</summary>
    internal void Matching(int chunk, CompiledFilter? filter, long now, Span<ulong> bits)
    {
        int rows = RowsOf(chunk);
        Chunks[chunk].Live(rows, Version, now, bits);
        if (filter is not null)
            RowBits.And(bits, filter.Matching().OfChunk(chunk));
    }

    /// <summary>
    /// Lists the live rows below <paramref name="below"/> that match, and have the vector where one is given; gives their number. There is room for all
    /// that match.
    /// </summary>
    internal int MatchingRows(CompiledFilter filter, int? vector, long now, int below, Span<int> rows)
    {
        int listed = filter.Matching().List(below, rows), count = 0;
        if (vector is null && !HidesRows)
            return listed;
        RowReader reader = Reader;
        foreach (int row in rows[..listed])
        {
            rows[count] = row;
            count += (vector is not { } field || reader.HasVector(field, row)) && (!HidesRows || IsLive(row, now)) ? 1 : 0;
        }
        return count;
    }

    // A walk in id order finds a match in every (rows / matches) steps; sorting the matches looks at each of them some times.
    private bool IsSortedSooner(long matches, int limit) => (double)matches * matches * 4 < (double)limit * _count;

    private bool ScrollWalking(
        ReadOnlySpan<byte> after, int limit, CompiledFilter? filter, bool includeVectors, long now, List<VectorRecord> records)
    {
        IdWalk walk = new(_table, _count, after);
        while (walk.Next(out int row))
        {
            // The order may know rows that were written after this snapshot.
            if (row >= _count || !IsLive(row, now) || filter?.Passes(row) == false)
                continue;
            if (records.Count == limit)
                return true;
            records.Add(RecordAt(row, includeVectors));
        }
        return false;
    }

    private bool ScrollSorted(
        ReadOnlySpan<byte> after, int limit, CompiledFilter filter, bool includeVectors, long now, List<VectorRecord> records)
    {
        int[] matching = new int[filter.Matching().Count];
        Span<int> rows = matching.AsSpan(0, filter.Matches(matching, now));
        rows.Sort(CompareIds);
        foreach (int row in rows)
        {
            if (Reader.Id(row).SequenceCompareTo(after) <= 0)
                continue;
            if (records.Count == limit)
                return true;
            records.Add(RecordAt(row, includeVectors));
        }
        return false;
    }

    private VectorRecord RecordAt(int row, bool includeVectors)
    {
        long expiresAt = Chunks[row / Chunk.Rows].ExpiresAt(row % Chunk.Rows);
        return new VectorRecord(IdAt(row))
        {
            Vectors = includeVectors ? VectorsAt(row) : [],
            Payload = PayloadAt(row),
            ExpiresAt = expiresAt == long.MaxValue ? null : PayloadValue.FromMicros(expiresAt).Time,
        };
    }

    private int Take(ref TopK top, Metric metric, Span<Hit> hits)
    {
        top.Sort(this);
        for (int i = 0; i < top.Count; i++)
        {
            (float key, int row) = top[i];
            hits[i] = new Hit(this, row, MetricKernel.Score(metric, key), MetricKernel.Distance(metric, key));
        }
        return top.Count;
    }

    private Dictionary<string, PayloadValue> PayloadAt(int row)
    {
        Dictionary<string, PayloadValue> payload = new(StringComparer.Ordinal);
        for (int i = 0; i < Schema.Payload.Count; i++)
        {
            if (Chunks[row / Chunk.Rows].Payload[i].Get(row % Chunk.Rows) is { Kind: not PayloadKind.None } value)
                payload.Add(Schema.Payload[i].Name, value);
        }
        GC.KeepAlive(this);
        return payload;
    }

    private Dictionary<string, VectorValue> VectorsAt(int row)
    {
        Dictionary<string, VectorValue> vectors = new(StringComparer.Ordinal);
        for (int i = 0; i < Schema.Vectors.Count; i++)
        {
            VectorColumn column = Chunks[row / Chunk.Rows].Vectors[i];
            if (column.Has(row % Chunk.Rows))
                vectors.Add(Schema.Vectors[i].Name, column.Get(row % Chunk.Rows));
        }
        GC.KeepAlive(this);
        return vectors;
    }

    private void CheckFilter(CompiledFilter? filter)
    {
        if (filter is not null && filter.Snapshot != this)
            throw new ArgumentException("the filter was compiled by another snapshot", nameof(filter));
    }
}
