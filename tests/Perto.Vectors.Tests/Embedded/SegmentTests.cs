using System.Runtime.InteropServices;
using System.Text;
using Perto.Testing;
using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests;

public sealed class SegmentTests : IDisposable
{
    private const int RowsOfSegment = 2 * Chunk.Rows;

    private static readonly CollectionSchema Schema = CollectionSchema.Create(s => s
        .Dense("cosine", 12, Metric.Cosine)
        .Dense("plain", 3, Metric.Euclidean)
        .Bits("bits", 24)
        .Sparse("terms", Metric.Bm25)
        .Sparse("weights", Metric.Dot)
        .Keyword("word")
        .Keywords("list")
        .Integer("integer")
        .Number("number")
        .Boolean("boolean")
        .Time("time")
        .Geo("place")
        .Text("text"));

    private readonly SegmentFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_500)]
    [InlineData(RowsOfSegment)]
    [InlineData((2 * RowsOfSegment) + 700)]
    public void A_table_from_files_gives_what_the_one_in_memory_gives(int records)
    {
        Random random = Seeds.Random();
        EmbeddedCollection memory = Filled(random, records);
        EmbeddedCollection opened = new(_files.Reopened(memory.Snapshot.Table));
        AssertSame(memory.Snapshot, opened.Snapshot, random);

        // Both go on alike: replaced, changed, deleted and added.
        Random again = new(7), same = new(7);
        for (int i = 0; i < 300; i++)
        {
            Change(memory, again, records);
            Change(opened, same, records);
        }
        AssertSame(memory.Snapshot, opened.Snapshot, random);
    }

    [Fact]
    public void Sealing_a_segment_changes_no_answer_and_lets_its_memory_go()
    {
        Random random = Seeds.Random();
        EmbeddedCollection collection = Filled(random, (3 * RowsOfSegment) + 100), twin = Filled(Seeds.Random(), (3 * RowsOfSegment) + 100);
        RowTable table = collection.Snapshot.Table;
        CollectionSnapshot before = collection.Snapshot;
        long held = before.Statistics(now: 0).Bytes;
        table.Seal(_files.Write(table, RowsOfSegment, RowsOfSegment));
        table.Seal(_files.Write(table, 0, RowsOfSegment));
        table.Seal(_files.Write(table, 2 * RowsOfSegment, RowsOfSegment));

        // A write publishes a snapshot over the sealed chunks.
        Random again = new(7), same = new(7);
        Change(collection, again, 5_000);
        Change(twin, same, 5_000);
        AssertSame(twin.Snapshot, collection.Snapshot, random);
        Assert.InRange(collection.Snapshot.Statistics(now: 0).Bytes, 0, held / 2);
        Assert.Equal(held, before.Statistics(now: 0).Bytes, held / 4.0);
    }

    [Fact]
    public void Rows_may_be_appended_while_a_segment_is_written()
    {
        EmbeddedCollection collection = Filled(Seeds.Random(), 500);
        CollectionSnapshot snapshot = collection.Snapshot;
        Random random = new(3);
        for (int i = 0; i < 300; i++)
            Change(collection, random, 500);
        Segment segment = _files.Write(snapshot.Table, 0, snapshot.Rows);
        Assert.Equal(snapshot.Rows, segment.Rows);
        RowTable opened = RowTable.Open(Schema, [segment]);
        Assert.Equal(snapshot.Rows, opened.Count);
        for (int row = 0; row < opened.Count; row++)
        {
            Assert.Equal(
                snapshot.Table.Chunks[row / Chunk.Rows].Payload[0].Get(row % Chunk.Rows),
                opened.Chunks[row / Chunk.Rows].Payload[0].Get(row % Chunk.Rows));
        }
    }

    [Fact]
    public void An_id_leads_to_its_newest_version_in_whichever_segments_its_versions_stand()
    {
        Random random = Seeds.Random();
        EmbeddedCollection collection = new(new RowTable(Schema, Chunk.Rows));
        collection.Upsert([.. Enumerable.Range(0, 1_500).Select(n => Numbered(random, n))], now: 0);
        collection.Upsert([.. Enumerable.Range(0, 700).Select(n => new VectorRecord(Id(n)) { Payload = { ["integer"] = -n } })], now: 0);
        Assert.Equal(2_200, collection.Snapshot.Rows);
        CollectionSnapshot opened = new EmbeddedCollection(_files.Reopened(collection.Snapshot.Table)).Snapshot;
        for (int n = 0; n < 1_500; n++)
            Assert.Equal(n < 700 ? -n : (long)n, opened.Find(Id(n), includeVectors: false, now: 0)?.Payload["integer"]);
    }

    [Fact]
    public void Compaction_copies_what_is_live_as_it_is()
    {
        Random random = Seeds.Random();
        EmbeddedCollection collection = Filled(random, 3_000);
        RowTable before = collection.Snapshot.Table, marked = _files.Reopened(before);
        string[] deleted = [.. collection.Snapshot.Scroll(null, 10_000, null, includeVectors: false, now: 0, out _).Take(1_600).Select(r => r.Id)];
        foreach (string id in deleted)
            marked.MarkDeleted(marked.Newest(Encoding.UTF8.GetBytes(id)), version: 0);
        Assert.Equal(1_600, collection.Delete(deleted, now: 0));
        Assert.NotSame(before, collection.Snapshot.Table);
        AssertSame(new EmbeddedCollection(marked).Snapshot, collection.Snapshot, random);
    }

    [Fact]
    public async Task Readers_go_on_while_rows_are_written_and_segments_are_sealed()
    {
        const int Records = 5 * RowsOfSegment;
        EmbeddedCollection collection = new(new RowTable(Schema, RowsOfSegment));
        using CancellationTokenSource written = new();
        Task[] readers = [.. Enumerable.Range(0, 2).Select(reader => Task.Run(() =>
        {
            Random random = new(reader);
            do
                AssertWhole(collection.Snapshot, random);
            while (!written.IsCancellationRequested);
        }))];

        Random random = Seeds.Random();
        RowTable table = collection.Snapshot.Table;
        for (int i = 0, isSealed = 0; i < Records; i += 64)
        {
            collection.Upsert([.. Enumerable.Range(i, 64).Select(n => Numbered(random, n))], now: 0);
            // Each write replaces a record of before by one that is the same.
            collection.Upsert(Numbered(random, random.Next(i + 64)), now: 0);
            if (table.Count - (isSealed * RowsOfSegment) > RowsOfSegment)
                table.Seal(_files.Write(table, isSealed++ * RowsOfSegment, RowsOfSegment));
        }
        await written.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Same(table, collection.Snapshot.Table);
        Assert.Equal(Records, collection.Snapshot.Count(filter: null, now: 0));
    }

    [Fact]
    public void A_byte_that_changed_in_a_file_is_an_exception_and_never_another_answer()
    {
        Random random = Seeds.Random();
        EmbeddedCollection collection = Filled(random, RowsOfSegment);
        RowTable table = collection.Snapshot.Table;
        string name = _files.Name(table, 0, RowsOfSegment);
        byte[] sound = File.ReadAllBytes(Path.Combine(_files.Folder, name));
        string expected = Everything(_files.Open(name));
        int damaged = 0;
        for (int i = 0; i < 60; i++)
        {
            byte[] changed = [.. sound];
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(Path.Combine(_files.Folder, $"changed-{i}"), changed);
            try
            {
                Assert.Equal(expected, Everything(_files.Open($"changed-{i}")));
            }
            catch (DamagedFileException)
            {
                damaged++;
            }
        }
        // Only the padding and what no record and no filter asks for may change unseen.
        Assert.InRange(damaged, 50, 60);
    }

    [Fact]
    public void Segments_that_do_not_follow_one_another_are_refused()
    {
        RowTable table = Filled(Seeds.Random(), 2 * RowsOfSegment).Snapshot.Table;
        Segment first = _files.Write(table, 0, RowsOfSegment), second = _files.Write(table, RowsOfSegment, 10);
        Assert.Equal(RowsOfSegment + 10, RowTable.Open(Schema, [first, second]).Count);
        Assert.Throws<ArgumentException>(() => RowTable.Open(Schema, [second]));
        Assert.Throws<ArgumentException>(() => RowTable.Open(Schema, [second, first]));
        Assert.Throws<ArgumentException>(() => RowTable.Open(Schema, [first, second, first]));
    }

    [Fact]
    public void Only_whole_segments_are_written_from_their_first_row()
    {
        RowTable table = Filled(Seeds.Random(), 3_000).Snapshot.Table;
        Assert.Throws<ArgumentException>(() => _files.Write(table, Chunk.Rows, 10));
        Assert.Throws<ArgumentException>(() => _files.Write(table, 0, RowsOfSegment + 1));
        Assert.Throws<ArgumentException>(() => _files.Write(table, 0, 0));
        Assert.Throws<ArgumentException>(() => table.Seal(_files.Write(table, RowsOfSegment, 10)));
    }

    // Record n has n in all its fields, so that any mixture of rows would be seen.
    private static VectorRecord Numbered(Random random, int n) => new(Id(n))
    {
        Vectors = { ["plain"] = new float[] { n, 1, 0 }, ["terms"] = new SparseVector([(uint)n], [1]) },
        Payload = { ["word"] = $"w{n}", ["integer"] = n, ["text"] = $"number {n} {new string('x', random.Next(30))}", ["list"] = new[] { $"{n}", "all" } },
    };

    private static void AssertWhole(CollectionSnapshot snapshot, Random random)
    {
        int count = (int)snapshot.Count(filter: null, now: 0);
        if (count == 0)
            return;
        int n = random.Next(count);
        VectorRecord found = snapshot.Find(Id(n), includeVectors: true, now: 0)!;
        Assert.Equal((long)n, found.Payload["integer"]);
        Assert.Equal($"w{n}", found.Payload["word"]);
        Assert.Equal([$"{n}", "all"], found.Payload["list"].Keywords);
        Assert.Equal(new float[] { n, 1, 0 }, found.Vectors["plain"].Dense.ToArray());

        CompiledFilter filter = snapshot.Compile((Filter.Eq("word", $"w{n}") | Filter.Gte("integer", count - 5)) & Filter.In("list", "all"));
        int matching = n < count - 5 ? 6 : Math.Min(count, 5);
        Assert.Equal(matching, snapshot.Count(filter, now: 0));
        Hit[] hits = new Hit[3];
        Assert.Equal(Math.Min(matching, 3), snapshot.Search("plain", [n, 1, 0], hits, new SearchOptions { Filter = filter }));
        Assert.Equal(Id(n), hits[0].Id);
        Assert.Equal(0, hits[0].Distance);
        IReadOnlyList<VectorRecord> page = snapshot.Scroll(Id(n), 20, filter: null, includeVectors: false, now: 0, out _);
        Assert.Equal(page.Select(r => r.Id).Order(CodePointOrder.Instance), page.Select(r => r.Id));
    }

    private static ScanCost Known(ScanCost cost) => cost.PassedIsEstimate ? cost with { Passed = 0 } : cost;

    private static string Everything(Segment segment)
    {
        RowTable table = RowTable.Open(Schema, [segment]);
        CollectionSnapshot snapshot = new(table, version: 0, dead: 0, mayExpire: false);
        StringBuilder text = new();
        for (int row = 0; row < table.Count; row++)
        {
            text.Append(snapshot.IdAt(row)).Append(table.Newest(table.Reader.Id(row))).Append(table.Chunks[row / Chunk.Rows].ExpiresAt(row % Chunk.Rows));
            foreach (PayloadColumn column in table.Chunks[row / Chunk.Rows].Payload)
                text.Append(column.Get(row % Chunk.Rows));
            foreach (VectorColumn column in table.Chunks[row / Chunk.Rows].Vectors)
            {
                VectorValue value = column.Has(row % Chunk.Rows) ? column.Get(row % Chunk.Rows) : default;
                text.Append(value.Kind switch
                {
                    VectorKind.Dense => Convert.ToHexString(MemoryMarshal.AsBytes(value.Dense.Span)),
                    VectorKind.Bits => Convert.ToHexString(value.Bits.Span),
                    _ => $"{string.Join(' ', value.Sparse.Dimensions.ToArray())} {string.Join(' ', value.Sparse.Values.ToArray())}",
                });
            }
        }
        foreach (VectorRecord record in snapshot.Scroll(null, 10_000, filter: null, includeVectors: false, now: 0, out _))
            text.Append(record.Id);
        for (int w = 0; w < 20; w++)
            text.Append(snapshot.Compile(Filter.Eq("word", $"w{w}")).Matching().Count);
        for (double low = 0; low < 1; low += 0.05)
            text.Append(snapshot.Compile(Filter.Gte("number", low) & Filter.Lt("number", low + 0.05)).Matching().Count);
        return text.ToString();
    }

    private static void AssertSame(CollectionSnapshot expected, CollectionSnapshot actual, Random random)
    {
        foreach (long now in new[] { 0L, 500 })
        {
            Assert.Equal(expected.Count(filter: null, now), actual.Count(filter: null, now));
            IReadOnlyList<VectorRecord> records = expected.Scroll(null, 10_000, null, includeVectors: true, now, out _);
            IReadOnlyList<VectorRecord> others = actual.Scroll(null, 10_000, null, includeVectors: true, now, out _);
            Assert.Equal(records.Select(r => r.Id), others.Select(r => r.Id));
            for (int i = 0; i < records.Count; i++)
            {
                Assert.Equal(records[i].Payload, others[i].Payload);
                Assert.Equal(records[i].ExpiresAt, others[i].ExpiresAt);
                Assert.Equal(records[i].Vectors.Keys, others[i].Vectors.Keys);
                foreach (string name in records[i].Vectors.Keys)
                    Assert.True(records[i].Vectors[name] == others[i].Vectors[name], name);
                if (i % 10 == 0)
                    Assert.Equal(records[i].Payload, actual.Find(records[i].Id, includeVectors: false, now)!.Payload);
            }
            Assert.Null(actual.Find("nobody", includeVectors: false, now));
            Filter filter = Filter.Eq("word", "w3") | Filter.Gt("number", 0.5) | Filter.In("list", "l1", "nobody has it");
            Filter[] filters =
            [
                Filter.Everything, filter, Filter.Not(filter), Filter.Exists("time"), Filter.Words("text", "Some wórd3"),
                Filter.Near("place", new GeoPoint(50, 175), 4_000_000), Filter.Within("place", new GeoPoint(-10, 170), new GeoPoint(80, -160)),
            ];
            foreach (Filter f in filters)
            {
                CompiledFilter expectedFilter = expected.Compile(f), actualFilter = actual.Compile(f);
                Assert.Equal(expected.Count(expectedFilter, now), actual.Count(actualFilter, now));
                (string, VectorValue)[] queries =
                [
                    ("cosine", RandomVector(random, 12)), ("plain", RandomVector(random, 3)), ("bits", Bits(random)), ("terms", Terms(random)),
                    ("weights", Terms(random)),
                ];
                foreach ((string vector, VectorValue value) in queries)
                {
                    VectorQuery query = new(vector, value) { K = 50 };
                    (Hit[] hits, ScanCost cost) = expected.Search([(query, expectedFilter)], now)[0];
                    (Hit[] otherHits, ScanCost otherCost) = actual.Search([(query, actualFilter)], now)[0];
                    Assert.Equal(hits.Select(h => (h.Id, h.Score, h.Distance)), otherHits.Select(h => (h.Id, h.Score, h.Distance)));
                    // An estimate counts dead rows too, and one of the two may have fewer.
                    Assert.Equal(Known(cost), Known(otherCost));
                }
            }
        }
    }

    private static EmbeddedCollection Filled(Random random, int records)
    {
        EmbeddedCollection collection = new(new RowTable(Schema, RowsOfSegment));
        for (int i = 0; i < records; i += 100)
            collection.Upsert([.. Enumerable.Range(i, Math.Min(100, records - i)).Select(n => Record(random, Id(n)))], now: 0);
        for (int i = 0; i < records / 50; i++)
            Change(collection, random, records);
        return collection;
    }

    private static void Change(EmbeddedCollection collection, Random random, int records)
    {
        string id = Id(random.Next(records + 10));
        switch (random.Next(3))
        {
            case 0:
                collection.Upsert(Record(random, id), now: 0);
                break;
            case 1:
                collection.Delete([id], now: 0);
                break;
            default:
                VectorPatch patch = new() { Payload = { ["word"] = $"changed {random.Next(100)}", ["integer"] = PayloadValue.None } };
                if (random.Next(2) == 0)
                    patch.Vectors["plain"] = null;
                else
                    patch.Vectors["terms"] = Terms(random);
                collection.Update(id, patch, now: 0);
                break;
        }
    }

    private static string Id(int n) => (n % 3) switch { 0 => $"{n}", 1 => $"a rather long beginning {n}", _ => $"ünï\U0001F3AC{n * 7919}" };

    private static VectorRecord Record(Random random, string id)
    {
        VectorRecord record = new(id) { ExpiresAt = random.Next(10) == 0 ? DateTimeOffset.UnixEpoch.AddMicroseconds(random.Next(1, 1_000)) : null };
        if (random.Next(10) > 0)
            record.Vectors["cosine"] = RandomVector(random, 12);
        if (random.Next(3) > 0)
            record.Vectors["plain"] = RandomVector(random, 3);
        Set("word", $"w{random.Next(20)}");
        Set("list", Enumerable.Range(0, random.Next(5)).Select(_ => $"l{random.Next(300)}").ToArray());
        Set("integer", random.NextInt64());
        Set("number", random.NextDouble());
        Set("boolean", random.Next(2) == 0);
        if (random.Next(2) > 0)
            record.Vectors["bits"] = Bits(random);
        if (random.Next(5) > 0)
            record.Vectors["terms"] = Terms(random);
        if (random.Next(2) > 0)
            record.Vectors["weights"] = Terms(random);
        Set("place", new GeoPoint((random.NextDouble() * 180) - 90, (random.NextDouble() * 360) - 180));
        Set("text", $"Some text, wórd{random.Next(10)} WÓRD{random.Next(10)}; {new string('x', random.Next(600))}");
        Set("time", DateTimeOffset.UnixEpoch.AddMicroseconds(random.Next()));
        return record;

        void Set(string field, PayloadValue value)
        {
            if (random.Next(5) > 0)
                record.Payload[field] = value;
        }
    }

    private static BitVector Bits(Random random)
    {
        byte[] bytes = new byte[3];
        random.NextBytes(bytes);
        return new BitVector(bytes);
    }

    private static SparseVector Terms(Random random) =>
        SparseVector.FromCounts(Enumerable.Range(0, random.Next(1, 20)).Select(_ => ((uint)random.Next(100), (float)random.Next(1, 4))));

    private static float[] RandomVector(Random random, int dimension) =>
        [.. Enumerable.Range(0, dimension).Select(_ => (random.NextSingle() * 2) - 1)];
}
