using Perto.Testing;

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
                    Assert.Equal(cost, otherCost);
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
