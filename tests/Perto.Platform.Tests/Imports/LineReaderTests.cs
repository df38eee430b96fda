using FsCheck;
using FsCheck.Fluent;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class LineReaderTests
{
    [Fact]
    public void Lines_are_those_of_the_framework() =>
        Check.One(Seeds.Property(cases: 500), Prop.ForAll<NonEmptyArray<NonNull<string>>, int>((parts, seed) =>
        {
            var random = new Random(seed);
            string[] ends = ["\n", "\r\n", "\r", ""];
            string text = string.Concat(parts.Get.Select(part => part.Get + ends[random.Next(ends.Length)]));
            var expected = new StringReader(text);
            var reader = new LineReader(new StringReader(text));
            while (expected.ReadLine() is { } line)
            {
                if (reader.Read(out bool tooLong) != line || tooLong)
                    return false;
            }

            return reader.Read(out _) is null;
        }));

    [Fact]
    public void A_line_longer_than_the_buffer_is_whole_and_one_longer_than_the_limit_is_cut()
    {
        string large = new('x', LineReader.MaxLength);
        var reader = new LineReader(new StringReader($"{large}\r\n{large}y\nnext"));

        Assert.Equal(large, reader.Read(out bool whole));
        string? cut = reader.Read(out bool tooLong);
        Assert.Equal("next", reader.Read(out bool next));

        Assert.Equal((false, true, false), (whole, tooLong, next));
        Assert.True(cut!.Length <= LineReader.MaxLength);
        Assert.Null(reader.Read(out _));
    }

    [Fact]
    public void Memory_does_not_grow_with_a_file_that_has_no_line_ends()
    {
        var reader = new LineReader(new Endless(characters: 200L << 20));
        long before = GC.GetAllocatedBytesForCurrentThread();

        string? line = reader.Read(out bool tooLong);

        Assert.True(tooLong);
        Assert.True(line!.Length <= LineReader.MaxLength);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 16 << 20);
    }

    private sealed class Endless(long characters) : TextReader
    {
        private long _left = characters;

        public override int Read(char[] buffer, int index, int count)
        {
            int read = (int)Math.Min(count, _left);
            Array.Fill(buffer, 'x', index, read);
            _left -= read;
            return read;
        }
    }
}
