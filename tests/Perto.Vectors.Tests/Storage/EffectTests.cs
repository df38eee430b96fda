using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using Perto.Testing;
using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

public sealed class EffectTests
{
    private const int Rows = 100;
    private static readonly CollectionSchema Schema = CollectionSchema.Create(StoredThings.Schema);

    [Fact]
    public void An_effect_is_read_as_it_was_written()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            WriteEffect effect = Effect(seed);
            WriteEffect read = EffectDecoder.Read(Schema, Rows, Encoded(effect));
            Assert.Equal(Describe(effect), Describe(read));
        }
    }

    [Fact]
    public void Bytes_that_are_no_effect_are_refused_and_nothing_else_happens()
    {
        byte[][] right = [.. Enumerable.Range(0, 40).Select(seed => Encoded(Effect(seed)))];
        Gen<byte[]> changed =
            from bytes in Gen.Elements(right)
            from flips in Gen.Zip(Gen.Choose(0, 1 << 20), Gen.Choose(1, 255)).ArrayOf(3)
            from end in Gen.Choose(0, 1 << 20)
            from cuts in Gen.Elements(true, false)
            select Changed(bytes, flips, cuts ? end % bytes.Length : bytes.Length);
        int read = 0, refused = 0;
        Check.One(Seeds.Property(cases: 20_000), Prop.ForAll(changed.ToArbitrary(), bytes =>
        {
            try
            {
                EffectDecoder.Read(Schema, Rows, bytes);
                read++;
            }
            catch (FormatException)
            {
                refused++;
            }
            return true;
        }));
        Assert.True(read > 500 && refused > 5_000, $"{read} read, {refused} refused");
    }

    [Fact]
    public void Random_bytes_in_the_journal_are_damage_and_nothing_else()
    {
        Random random = new(2);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);
            if (bytes.Length > 1)
                (bytes[0], bytes[1]) = ((byte)random.Next(4), EffectEncoder.Form);
            JournalReader reader = new("folder", new RowTable(Schema), version: 0);
            Exception? fault = Record.Exception(() => reader.Read(1, bytes));
            Assert.True(fault is null or DamagedFileException, $"{fault}");
        }
    }

    [Fact]
    public void A_write_in_parts_counts_when_its_last_part_is_there()
    {
        byte[] effect = Encoded(new WriteEffect(1, 0) { Records = [Schema.Bind(StoredThings.SmallRecord("one", 1))] });
        JournalReader reader = new("folder", new RowTable(Schema), version: 0);
        reader.Read(1, [WriteJournal.MoreFollow, .. effect.AsSpan(0, 5)]);
        Assert.Equal(0, reader.Table.Count);
        // The process ended here; the next one writes it again, in other parts.
        reader.Read(2, [WriteJournal.MoreFollow, .. effect.AsSpan(0, 3)]);
        reader.Read(3, [WriteJournal.MoreFollow | WriteJournal.GoesOn, .. effect.AsSpan(3, 4)]);
        reader.Read(4, [WriteJournal.GoesOn, .. effect.AsSpan(7)]);
        Assert.Equal((1, 1L), (reader.Table.Count, reader.Version));
        Assert.Throws<DamagedFileException>(() => reader.Read(5, [WriteJournal.GoesOn, .. effect]));
        // A write that was seen cannot come again.
        Assert.Throws<DamagedFileException>(() => reader.Read(6, [WriteJournal.Whole, .. effect]));
    }

    private static WriteEffect Effect(int seed)
    {
        Random random = new(seed);
        List<int> killed = [.. Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(Rows))];
        return random.Next(4) switch
        {
            0 => new WriteEffect(random.NextInt64(1, long.MaxValue), Rows) { Killed = killed },
            1 => new WriteEffect(random.NextInt64(1, long.MaxValue), Rows) { Kept = [(ulong)random.NextInt64(), 3] },
            2 => new WriteEffect(1, Rows)
            {
                Killed = killed,
                Patched = killed,
                Patch = Schema.Bind(new VectorPatch
                {
                    Payload = StoredThings.Payload(random),
                    Vectors = { ["c"] = null, ["v"] = new float[] { 1, 2 } },
                    NeverExpires = random.Next(2) == 0,
                }),
            },
            _ => new WriteEffect(7, Rows)
            {
                Killed = killed,
                Records =
                [
                    .. Enumerable.Range(0, 1 + random.Next(3)).Select(i => Schema.Bind(
                        random.Next(2) == 0 ? StoredThings.Record(random, $"thing-{i}") : Expiring(StoredThings.SmallRecord($"{i}", i)))),
                ],
            },
        };
    }

    private static VectorRecord Expiring(VectorRecord record) =>
        new(record.Id) { Vectors = record.Vectors, Payload = record.Payload, ExpiresAt = DateTimeOffset.UnixEpoch.AddDays(-3.5) };

    private static byte[] Encoded(WriteEffect effect)
    {
        ArrayBufferWriter<byte> bytes = new();
        new EffectEncoder(Schema, bytes).Write(effect);
        return bytes.WrittenSpan.ToArray();
    }

    private static byte[] Changed(byte[] bytes, (int At, int Flip)[] flips, int end)
    {
        byte[] changed = [.. bytes];
        foreach ((int at, int flip) in flips)
            changed[at % changed.Length] ^= (byte)flip;
        return changed[..end];
    }

    private static string Describe(WriteEffect effect) => string.Join(
        '|',
        [
            $"{effect.Version} {effect.FirstRow} {string.Join(',', effect.Killed)} {string.Join(',', effect.Patched)} {string.Join(',', effect.Kept ?? [])}",
            .. effect.Records.Select(StoredThings.Describe),
            effect.Patch is { } patch
                ? $"{patch.NeverExpires} {patch.ExpiresAt:O} {string.Join(' ', patch.Payload.OrderBy(p => p.Key, StringComparer.Ordinal))} {string.Join(' ', patch.Vectors.Select(v => $"{v.Key}={v.Value?.Dense.Length}"))}"
                : "",
        ]);
}
