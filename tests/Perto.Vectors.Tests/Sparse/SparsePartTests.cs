using System.Buffers.Binary;
using Perto.Numerics;
using Perto.Testing;

namespace Perto.Vectors.Tests;

public sealed class SparsePartTests
{
    [Fact]
    public void Rows_come_back_as_they_were_written()
    {
        Random random = Seeds.Random();
        foreach (SparseScoring scoring in Enum.GetValues<SparseScoring>())
        {
            foreach (int count in new[] { 0, 1, 16, 17, 5_000 })
            {
                List<(uint[] Dimensions, float[] Values)> rows = RandomRows.Many(
                    random, count, vocabulary: 3_000, longest: 20, scoring == SparseScoring.Dot ? RandomRows.Signed : RandomRows.Frequency);
                SparsePart part = SparsePart.Open(SparseBytes.Copy(SparseField.Written(rows, scoring, new Bm25())), firstRow: 3);
                SparseRowList read = new();
                part.CopyTo(read);

                Assert.Equal((3, count, scoring), (part.FirstRow, part.Rows, part.Scoring));
                Assert.Equal(rows.Sum(row => row.Dimensions.Length), part.Postings);
                Assert.Equal(rows.Count(row => row.Dimensions.Length > 0), part.FilledRows);
                Assert.Equal(count, read.Count);
                for (int row = 0; row < count; row++)
                {
                    Assert.Equal(rows[row].Dimensions, read.Dimensions(row));
                    Assert.Equal(rows[row].Values, read.Values(row));
                }
            }
        }
    }

    [Fact]
    public void Every_dimension_is_found_and_no_other()
    {
        Random random = Seeds.Random();
        foreach (Func<uint> draw in new Func<uint>[] { () => (uint)random.NextInt64(1L << 32), () => (uint)random.Next(3_000), () => (uint)Math.Pow(2, random.NextDouble() * 32) })
        {
            SortedSet<uint> dimensions = [0, uint.MaxValue];
            for (int i = 0; i < 2_000; i++)
                dimensions.Add(draw());
            (uint[], float[])[] rows = [.. dimensions.Select(dimension => (new[] { dimension }, new[] { 1f }))];
            SparsePart part = SparsePart.Open(SparseBytes.Copy(SparseField.Written(rows, SparseScoring.Dot, new Bm25())), firstRow: 0);
            foreach ((int position, uint dimension) in dimensions.Index())
                Assert.Equal(position, part.Find(dimension));
            for (int i = 0; i < 5_000; i++)
            {
                uint other = draw();
                Assert.Equal(dimensions.Contains(other), part.Find(other) >= 0);
            }
        }
    }

    [Fact]
    public void A_part_of_more_rows_than_it_holds_is_refused()
    {
        VectorStoreException refusal = Assert.Throws<VectorStoreException>(
            () => SparseField.Written(Enumerable.Repeat((Array.Empty<uint>(), Array.Empty<float>()), SparsePart.MaxRows + 1), SparseScoring.Dot, new Bm25()));
        Assert.Equal("rows", refusal.Field);
    }

    [Fact]
    public void Damaged_bytes_are_refused_or_give_some_answer()
    {
        Random random = Seeds.Random();
        int refused = 0, answered = 0;
        foreach (SparseScoring scoring in Enum.GetValues<SparseScoring>())
        {
            byte[] sound = SparseField.Written(
                RandomRows.Many(random, 700, vocabulary: 300, longest: 15, scoring == SparseScoring.Dot ? RandomRows.Signed : RandomRows.Frequency),
                scoring,
                new Bm25());
            for (int i = 0; i < 6_000; i++)
            {
                byte[] bytes = [.. sound];
                for (int changes = random.Next(1, 4); changes > 0; changes--)
                    Damage(bytes, random);
                if (random.Next(8) == 0)
                    bytes = bytes[..random.Next(bytes.Length)];
                if (Answers(bytes, scoring, random))
                    answered++;
                else
                    refused++;
            }
        }

        // Both ways were taken often, so that the test looked at both.
        Assert.True(refused > 1_000 && answered > 1_000, $"{refused} refused, {answered} answered");
    }

    // Half of the damage is done to the dictionary and the footer, which say where everything is.
    private static void Damage(byte[] bytes, Random random)
    {
        int tail = Math.Min(bytes.Length, 3_000), at = random.Next(2) == 0 ? random.Next(bytes.Length) : bytes.Length - 1 - random.Next(tail);
        switch (random.Next(3))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            default:
                at = Math.Min(at & ~3, bytes.Length - 4);
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), random.Next(4) switch { 0 => -1, 1 => int.MaxValue, 2 => 0, _ => random.Next() });
                break;
        }
    }

    private static bool Answers(byte[] bytes, SparseScoring scoring, Random random)
    {
        try
        {
            SparsePart part = SparsePart.Open(SparseBytes.Copy(bytes), firstRow: 0);
            SparseStatistics statistics = new();
            statistics.Add(part);
            for (int q = 0; q < 3; q++)
            {
                uint[] query = RandomRows.Query(random, 300, 5);
                float[] weights = new float[query.Length];
                Array.Fill(weights, q == 0 ? -1 : 1);
                TopRows<RowNumberOrder> top = new(10, default);
                SparseSearch.Run(new SparseIndex([part]), query, weights, scoring, new Bm25(), statistics, ref top, new InRange(part.Rows));
            }
            part.CopyTo(new SparseRowList());
            return true;
        }
        catch (BinaryFormatException damage)
        {
            Assert.Contains("sparse index", damage.Message, StringComparison.Ordinal);
            return false;
        }
        catch (ArgumentException other) when (other.Message.Contains("was written for", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private readonly struct InRange(int rows) : IRowTest
    {
        public bool Passes(int row)
        {
            Assert.InRange(row, 0, rows - 1);
            return true;
        }
    }
}
