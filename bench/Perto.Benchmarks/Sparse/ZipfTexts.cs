using Perto.Numerics;
using Perto.Vectors;

namespace Perto.Benchmarks.Sparse;

/// <summary>Short texts whose words are drawn by rank with probability 1 / rank, as sparse vectors of word frequencies.</summary>
internal sealed class ZipfTexts : ISparseRows
{
    private readonly double[] _cumulative;
    private readonly long[] _starts;
    private readonly uint[] _dimensions;
    private readonly float[] _values;

    public ZipfTexts(SeededRandom random, int texts, int vocabulary, int shortest, int longest)
    {
        _cumulative = new double[vocabulary];
        double sum = 0;
        for (int i = 0; i < vocabulary; i++)
            _cumulative[i] = sum += 1.0 / (i + 1);

        List<uint> dimensions = new(texts * (shortest + longest) / 2);
        List<float> values = new(texts * (shortest + longest) / 2);
        _starts = new long[texts + 1];
        uint[] words = new uint[longest];
        for (int text = 0; text < texts; text++)
        {
            Span<uint> own = words.AsSpan(0, shortest + random.Next(longest - shortest + 1));
            foreach (ref uint word in own)
                word = Word(random);
            own.Sort();
            for (int i = 0; i < own.Length; i++)
            {
                if (i != 0 && own[i] == own[i - 1])
                {
                    values[^1]++;
                }
                else
                {
                    dimensions.Add(own[i]);
                    values.Add(1);
                }
            }
            _starts[text + 1] = dimensions.Count;
        }
        _dimensions = [.. dimensions];
        _values = [.. values];
    }

    public int Count => _starts.Length - 1;

    public ReadOnlySpan<uint> Dimensions(int row) => _dimensions.AsSpan((int)_starts[row]..(int)_starts[row + 1]);

    public ReadOnlySpan<float> Values(int row) => _values.AsSpan((int)_starts[row]..(int)_starts[row + 1]);

    /// <summary>Distinct words drawn like those of the texts, ascending.</summary>
    public uint[] Query(SeededRandom random, int words)
    {
        SortedSet<uint> query = [];
        while (query.Count < words)
            query.Add(Word(random));
        return [.. query];
    }

    // A bijection of 32 bits spreads the ranks, as hashes of words are spread.
    private uint Word(SeededRandom random)
    {
        int rank = Array.BinarySearch(_cumulative, random.NextDouble() * _cumulative[^1]);
        return unchecked((uint)(rank < 0 ? ~rank : rank) * 0x9E3779B1u);
    }
}
