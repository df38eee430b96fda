using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Benchmarks.Vectors;

/// <summary>A table of random records whose full segments lie in files of a temporary folder, as a database has it.</summary>
internal sealed class SealedTable : IDisposable
{
    private const int RowsOfBatch = 1_024;
    private const int RareWords = 1_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("perto-bench-").FullName;
    private readonly DiskFiles _files;
    private readonly List<string> _names = [];

    public SealedTable(int seed, int records, int dimension)
    {
        _files = new DiskFiles(_folder);
        Random random = new(seed);
        Schema = CollectionSchema.Create(s =>
            s.Dense("v", dimension, Metric.Cosine).Keyword("word").Keywords("tags").Number("number").Integer("integer").Time("at"));
        EmbeddedCollection collection = new(Schema);
        Collection = collection;
        RowTable table = collection.Snapshot.Table;
        for (int first = 0; first < records; first += RowsOfBatch)
        {
            IEnumerable<int> numbers = Enumerable.Range(first, Math.Min(RowsOfBatch, records - first));
            collection.Upsert([.. numbers.Select(n => Record(random, n, dimension))], now: 0);
            if (table.Count % table.RowsOfSegment == 0)
                table.Seal(Write(table, table.Count - table.RowsOfSegment, table.RowsOfSegment));
        }
        if (table.Count % table.RowsOfSegment is > 0 and var rest)
            Write(table, table.Count - rest, rest);
    }

    /// <summary>Shares of the records that have each word of <see cref="WordOf"/>; the others have one of a thousand.</summary>
    public static IReadOnlyList<double> Shares { get; } = [0.001, 0.01, 0.1, 0.5];

    public CollectionSchema Schema { get; }

    public EmbeddedCollection Collection { get; }

    public long Bytes => _names.Sum(name => _files.Length(name));

    public int Segments => _names.Count;

    public static string WordOf(double share) => $"share {share}";

    /// <summary>Opens the files anew.</summary>
    public RowTable Open() => RowTable.Open(Schema, [.. _names.Select(Open)]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Segment Open(string name) => Segment.Open(BlockFile.Open(_files, name, Segment.Kind));

    private Segment Write(RowTable table, int firstRow, int rows)
    {
        string name = $"{_names.Count:000000}.segment";
        using (BlockFileWriter file = new(_files, name, Segment.Kind, Segment.Version))
        {
            SegmentWriter.Write(file, table, firstRow, rows);
            file.Finish();
        }
        _names.Add(name);
        return Open(name);
    }

    private static VectorRecord Record(Random random, int number, int dimension)
    {
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++)
            vector[i] = (random.NextSingle() * 2) - 1;
        double at = random.NextDouble();
        string word = $"word {random.Next(RareWords)}";
        foreach (double share in Shares)
        {
            if (at >= 0 && at < share)
                word = WordOf(share);
            at -= share;
        }
        return new VectorRecord($"record-{number}")
        {
            Vectors = { ["v"] = vector },
            Payload =
            {
                ["word"] = word,
                ["tags"] = new[] { $"tag {random.Next(RareWords)}", $"tag {random.Next(RareWords)}" },
                ["number"] = random.NextDouble(),
                ["integer"] = random.NextInt64(),
                ["at"] = DateTimeOffset.UnixEpoch.AddSeconds(random.Next()),
            },
        };
    }
}
