using FsCheck;
using FsCheck.Fluent;
using Perto.Testing;

namespace Perto.Vectors.Tests;

/// <summary>Indexes, columns and the slow definition say the same about every row.</summary>
public sealed class PayloadIndexTests : IDisposable
{
    private static readonly CollectionSchema Schema = CollectionSchema.Create(s => s
        .Dense("v", 1, Metric.Dot)
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

    [Fact]
    public void Any_filter_over_any_records_in_memory_and_from_files() => Check.One(
        Seeds.Property(cases: 30),
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            Random random = new(seed);
            int rowsOfSegment = random.Next(3) == 0 ? 2 * PayloadIndexes.RowsOfBlock : Chunk.Rows << random.Next(2);
            int records = rowsOfSegment > PayloadIndexes.RowsOfBlock ? random.Next(8_000, 12_000) : random.Next(4_500);
            Corpus corpus = new(random, rowsOfSegment);
            corpus.Write(records);
            corpus.Change(records / 10);

            EmbeddedCollection opened = new(_files.Reopened(corpus.Collection.Snapshot.Table));
            RowTable table = corpus.Collection.Snapshot.Table;
            if (table.Count > rowsOfSegment && random.Next(2) == 0)
                table.Seal(_files.Write(table, 0, rowsOfSegment));
            corpus.Change(10);
            for (int i = 0; i < 12; i++)
            {
                Filter filter = Schema.Bind(corpus.RandomFilter(depth: random.Next(3)));
                AssertSame(corpus.Collection.Snapshot, filter, corpus.Matching(filter));
            }
            // What was reopened does not have the last changes.
            for (int i = 0; i < 6; i++)
            {
                Filter filter = Schema.Bind(corpus.RandomFilter(depth: random.Next(3)));
                AssertSame(opened.Snapshot, filter, expected: null);
            }
        }));

    [Fact]
    public void Estimates_of_one_condition_are_exact_and_of_several_lie_between_nothing_and_everything()
    {
        Random random = Seeds.Random();
        Corpus corpus = new(random, 2 * PayloadIndexes.RowsOfBlock);
        corpus.Write(30_000);
        CollectionSnapshot snapshot = corpus.Collection.Snapshot;
        Filter[] exact =
        [
            Filter.Eq("word", "w1"), Filter.Eq("word", "nobody has it"), Filter.In("list", "l7"), Filter.Gt("integer", 10), Filter.Lte("number", 0.25),
            Filter.Eq("boolean", true), Filter.Lt("time", DateTimeOffset.UnixEpoch.AddDays(100)), Filter.Exists("text"), Filter.Words("text", "wörd3"),
            Filter.Ne("word", "w1"), Filter.In("integer", 1, 2, 3), Filter.In("word", "w1", "w2", "w3"), Filter.Everything,
        ];
        foreach (Filter filter in exact)
            Assert.Equal(corpus.Matching(filter).Count, snapshot.Compile(filter).Estimate);

        Filter both = Filter.Eq("word", "w1") & Filter.Lte("number", 0.25);
        int w1 = corpus.Matching(Filter.Eq("word", "w1")).Count;
        Assert.InRange(snapshot.Compile(both).Estimate, w1 / 8, w1);
        Filter near = Filter.Near("place", new GeoPoint(10, 20), 3_000_000);
        Assert.InRange(snapshot.Compile(near).Estimate, corpus.Matching(near).Count / 3, corpus.Matching(near).Count * 3);
    }

    [Fact]
    public void Rows_are_listed_as_far_as_there_is_room()
    {
        Corpus corpus = new(Seeds.Random(), Chunk.Rows);
        corpus.Write(3_000);
        CompiledFilter filter = corpus.Collection.Snapshot.Compile(Filter.Eq("boolean", true));
        int all = filter.Matches(Span<int>.Empty, now: 0);
        int[] some = new int[10], whole = new int[all];
        Assert.Equal(all, filter.Matches(some, now: 0));
        Assert.Equal(all, filter.Matches(whole, now: 0));
        Assert.Equal(whole.Order(), whole);
        Assert.Equal(some, whole[..10]);
        Assert.All(whole, row => Assert.True(filter.Passes(row)));
    }

    [Fact]
    public void Expired_rows_do_not_match()
    {
        EmbeddedCollection collection = new(new RowTable(Schema, Chunk.Rows));
        collection.Upsert(
            [
                .. Enumerable.Range(0, 2_000).Select(i => new VectorRecord($"{i}")
                {
                    Payload = { ["integer"] = i },
                    ExpiresAt = i % 2 == 0 ? DateTimeOffset.UnixEpoch.AddMicroseconds(i) : null,
                }),
            ],
            now: -1);
        CompiledFilter filter = collection.Snapshot.Compile(Filter.Lt("integer", 100));
        Assert.Equal(100, filter.Matches(Span<int>.Empty, now: -1));
        Assert.Equal(75, filter.Matches(Span<int>.Empty, now: 49));
        Assert.Equal(50, filter.Matches(new ulong[2 * RowBits.Words], now: 1_000));
    }

    private static void AssertSame(CollectionSnapshot snapshot, Filter filter, HashSet<string>? expected)
    {
        RowPredicate predicate = new FilterCompiler(snapshot.Table).Compile(filter);
        CompiledFilter compiled = snapshot.Compile(filter), second = snapshot.Compile(filter);
        Assert.InRange(compiled.Estimate, 0, snapshot.Rows);

        ulong[] set = new ulong[snapshot.Chunks.Length * RowBits.Words];
        int count = compiled.Matches(set, now: 0);
        HashSet<string> found = [];
        ulong[] bits = new ulong[RowBits.Words];
        for (int row = 0; row < snapshot.Rows; row++)
        {
            if (row % Chunk.Rows == 0)
                predicate.Evaluate(snapshot.Chunks[row / Chunk.Rows], snapshot.RowsOf(row / Chunk.Rows), bits);
            bool passes = RowBits.Contains(set, row);
            bool agree = snapshot.IsLive(row, now: 0)
                ? passes == RowBits.Contains(bits, row % Chunk.Rows) && passes == second.Passes(row) && passes == compiled.Passes(row)
                : !passes;
            if (!agree)
                Assert.Fail($"{filter}: row {row} of {snapshot.Rows}");
            if (passes)
                found.Add(snapshot.IdAt(row));
        }
        Assert.Equal(found.Count, count);
        if (expected is not null)
            Assert.True(expected.SetEquals(found), $"{filter}: {expected.Count} expected, {found.Count} found");
    }

    /// <summary>A collection and, beside it, its records as they are.</summary>
    private sealed class Corpus(Random random, int rowsOfSegment)
    {
        private readonly Dictionary<string, VectorRecord> _records = [];

        public EmbeddedCollection Collection { get; } = new(new RowTable(Schema, rowsOfSegment));

        public void Write(int records)
        {
            VectorRecord[] written = [.. Enumerable.Range(0, records).Select(i => Record($"{i}"))];
            foreach (VectorRecord[] batch in written.Chunk(1_000))
                Collection.Upsert(batch, now: 0);
            foreach (VectorRecord record in written)
                _records[record.Id] = record;
        }

        public void Change(int changes)
        {
            for (int i = 0; i < changes; i++)
            {
                string id = $"{random.Next(_records.Count + 2)}";
                if (random.Next(2) == 0)
                {
                    VectorRecord record = Record(id);
                    Collection.Upsert(record, now: 0);
                    _records[id] = record;
                }
                else
                {
                    Assert.Equal(_records.Remove(id) ? 1 : 0, Collection.Delete([id], now: 0));
                }
            }
        }

        public HashSet<string> Matching(Filter filter) =>
            [.. _records.Values.Where(r => SlowFilter.Matches(Schema.Bind(filter), r)).Select(r => r.Id)];

        public Filter RandomFilter(int depth)
        {
            if (depth > 0)
            {
                return random.Next(3) switch
                {
                    0 => RandomFilter(depth - 1) & RandomFilter(depth - 1),
                    1 => RandomFilter(depth - 1) | RandomFilter(depth - 1),
                    _ => Filter.Not(RandomFilter(depth - 1)),
                };
            }
            ComparisonOperator comparison = (ComparisonOperator)random.Next(6);
            return random.Next(13) switch
            {
                0 => Filter.Eq("word", Word()),
                1 => Filter.In("word", Word(), Word(), Word()),
                2 => Filter.In("list", Item(), Item()),
                3 => Filter.ContainsAll("list", [.. Enumerable.Range(0, random.Next(4)).Select(_ => Item())]),
                4 => new ComparisonFilter("integer", comparison, Integer()),
                5 => Filter.In("integer", Integer(), Integer(), Integer()),
                6 => new ComparisonFilter("number", comparison, Number()),
                7 => new ComparisonFilter("time", comparison, Moment()),
                8 => Filter.Eq("boolean", random.Next(2) == 0),
                9 => Filter.Exists(Schema.Payload[random.Next(Schema.Payload.Count)].Name),
                10 => Filter.Near("place", Place(), random.Next(4) == 0 ? 0 : random.NextDouble() * 10_000_000),
                11 => Box(),
                _ => Filter.Words("text", $"Wörd{random.Next(12)} {(random.Next(2) == 0 ? $"wörd{random.Next(12)}" : "")}"),
            };
        }

        private VectorRecord Record(string id)
        {
            VectorRecord record = new(id);
            Set("word", Word());
            Set("list", Enumerable.Range(0, random.Next(6)).Select(_ => Item()).ToArray());
            Set("integer", Integer());
            Set("number", Number());
            Set("boolean", random.Next(5) == 0);
            Set("time", Moment());
            Set("place", Place());
            Set("text", string.Join(' ', Enumerable.Range(0, random.Next(6)).Select(_ => $"wörd{random.Next(12)}")));
            return record;

            void Set(string field, PayloadValue value)
            {
                if (random.Next(6) > 0)
                    record.Payload[field] = value;
            }
        }

        // A few frequent ones and many rare ones.
        private string Word() => $"w{(int)Math.Exp(random.NextDouble() * 6)}";

        private string Item() => $"l{(int)Math.Exp(random.NextDouble() * 5)}";

        private long Integer() => random.Next(20) == 0 ? (random.Next(2) == 0 ? long.MaxValue : long.MinValue) : random.Next(-50, 50);

        private double Number() => Math.Round(random.NextDouble(), random.Next(1, 5));

        private DateTimeOffset Moment() => DateTimeOffset.UnixEpoch.AddDays(random.Next(1_000));

        private GeoPoint Place() => random.Next(10) == 0
            ? new GeoPoint(random.Next(-1, 2) * 90, random.Next(-1, 2) * 180)
            : new GeoPoint((random.NextDouble() * 180) - 90, (random.NextDouble() * 360) - 180);

        private Filter Box()
        {
            GeoPoint a = Place(), b = Place();
            return Filter.Within(
                "place",
                new GeoPoint(Math.Min(a.Latitude, b.Latitude), a.Longitude),
                new GeoPoint(Math.Max(a.Latitude, b.Latitude), b.Longitude));
        }
    }
}
