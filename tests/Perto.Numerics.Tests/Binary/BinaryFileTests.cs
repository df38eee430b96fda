namespace Perto.Numerics.Tests;

public sealed class BinaryFileTests
{
    private static byte[] Sample()
    {
        using MemoryStream stream = new();
        BinaryFileWriter writer = new(stream, "sample", version: 2);
        writer.Section<float>("factors", [1.5f, -2f, float.NaN]);
        writer.Section<int>("items", [7, -1]);
        writer.Section<long>("empty", []);
        writer.Text("settings", "größe=1");
        writer.End();
        return stream.ToArray();
    }

    private static void ReadAll(Stream stream)
    {
        BinaryFileReader reader = new(stream);
        if (reader.Kind != "sample")
            throw new BinaryFormatException("header", $"kind is {reader.Kind}");
        reader.RequireVersion(2);
        Assert.Equal([1.5f, -2f, float.NaN], reader.Section<float>("factors"));
        Assert.Equal([7, -1], reader.Section<int>("items"));
        Assert.Empty(reader.Section<long>("empty"));
        Assert.Equal("größe=1", reader.Text("settings"));
        reader.End();
    }

    /// <summary>A stream that gives one byte at a time and cannot seek, as a network does.</summary>
    private sealed class Trickle(byte[] bytes) : Stream
    {
        private int _at;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_at == bytes.Length || count == 0)
                return 0;
            buffer[offset] = bytes[_at++];
            return 1;
        }
    }

    [Fact]
    public void What_was_written_is_read()
    {
        using MemoryStream stream = new(Sample());
        ReadAll(stream);
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public void A_stream_that_cannot_seek_and_trickles_is_read() => ReadAll(new Trickle(Sample()));

    [Fact]
    public void Every_flipped_bit_is_found()
    {
        byte[] bytes = Sample();
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] damaged = [.. bytes];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<BinaryFormatException>(() => ReadAll(new MemoryStream(damaged)));
        }
    }

    [Fact]
    public void Every_truncation_is_found()
    {
        byte[] bytes = Sample();
        for (int length = 0; length < bytes.Length; length++)
        {
            byte[] cut = bytes[..length];
            Assert.Throws<BinaryFormatException>(() => ReadAll(new MemoryStream(cut)));
            Assert.Throws<BinaryFormatException>(() => ReadAll(new Trickle(cut)));
        }
    }

    [Fact]
    public void Damage_names_the_section_it_is_in()
    {
        byte[] bytes = Sample();
        int payload = bytes.AsSpan().IndexOf("größe"u8);
        bytes[payload] ^= 1;
        BinaryFormatException damage = Assert.Throws<BinaryFormatException>(() => ReadAll(new MemoryStream(bytes)));
        Assert.Equal("settings", damage.Section);
        Assert.Contains("checksum", damage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_version_is_refused_by_number()
    {
        BinaryFileReader reader = new(new MemoryStream(Sample()));
        Assert.Equal(2, reader.Version);
        BinaryFormatException refusal = Assert.Throws<BinaryFormatException>(() => reader.RequireVersion(1));
        Assert.Contains("version 2 of 'sample' is unknown; this program reads 1..1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_section_or_another_type_than_the_expected_is_refused()
    {
        BinaryFileReader swapped = new(new MemoryStream(Sample()));
        Assert.Contains("found section 'factors'", Assert.Throws<BinaryFormatException>(() => swapped.Section<int>("items")).Message, StringComparison.Ordinal);

        BinaryFileReader wrongType = new(new MemoryStream(Sample()));
        Assert.Contains("12 bytes are no array of Int64", Assert.Throws<BinaryFormatException>(() => wrongType.Section<long>("factors")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_past_the_last_section_or_ending_before_it_is_refused()
    {
        BinaryFileReader early = new(new MemoryStream(Sample()));
        Assert.Throws<BinaryFormatException>(early.End);

        using MemoryStream stream = new();
        new BinaryFileWriter(stream, "empty", 1).End();
        stream.Position = 0;
        BinaryFileReader late = new(stream);
        Assert.Contains("the file ends before it", Assert.Throws<BinaryFormatException>(() => late.Section<byte>("more")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_have_1_to_64_bytes()
    {
        using MemoryStream stream = new();
        Assert.Throws<ArgumentException>(() => new BinaryFileWriter(stream, "", 1));
        Assert.Throws<ArgumentException>(() => new BinaryFileWriter(stream, new string('x', 65), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BinaryFileWriter(stream, "kind", 0));
    }
}
