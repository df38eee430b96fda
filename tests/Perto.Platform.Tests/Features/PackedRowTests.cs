using FsCheck;
using FsCheck.Fluent;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class PackedRowTests
{
    [Fact]
    public void A_row_gives_back_its_blocks_and_knows_when_a_byte_of_it_changed() => Check.One(
        Seeds.Property(200),
        Prop.ForAll(
            ArbMap.Default.GeneratorFor<(int View, long At, byte[] Values)[]>().ToArbitrary(),
            given =>
            {
                PackedBlock[] blocks = [.. given.DistinctBy(block => block.View).Take(255).Select(block => new PackedBlock(block.View, block.At, block.At / 2, block.Values))];
                byte[] row = PackedRow.Compose(blocks);

                Assert.True(PackedRow.IsIntact(row));
                Assert.Equal(blocks.Length, PackedRow.Blocks(row).Count);
                foreach (PackedBlock block in blocks)
                {
                    Assert.True(PackedRow.TryFind(row, block.View, out PackedBlock found));
                    Assert.Equal((block.EventAt, block.WriteOrder), (found.EventAt, found.WriteOrder));
                    Assert.Equal(block.Values.ToArray(), found.Values.ToArray());
                }
                Assert.False(PackedRow.TryFind(row, blocks.Length == 0 ? 0 : unchecked(blocks.Max(block => block.View) + 1), out _) && !blocks.Any(block => block.View == int.MinValue));
                row[row.Length / 2] ^= 1;
                Assert.False(PackedRow.IsIntact(row));
                Assert.False(PackedRow.IsIntact(row.AsSpan(0, row.Length - 1)));
            }));

    [Fact]
    public void An_entity_has_at_most_255_views() =>
        Assert.Equal("too_many_views", Assert.Throws<ConflictException>(() => PackedRow.Compose([.. Enumerable.Range(0, 256).Select(i => new PackedBlock(i, 0, 0, default))])).Code);
}
