using System.Text;
using Perto.Testing;

namespace Perto.Pinecone.Tests;

public sealed class RecordIdTests
{
    [Theory]
    [InlineData("film-12", "film-12")]
    [InlineData("a/b?c=d#e%41", "a/b?c=d#e%41")]
    [InlineData("a b", "a!20b")]
    [InlineData("!", "!21")]
    [InlineData("~", "~7e")]
    [InlineData("é", "~c3~a9")]
    public void Plain_ids_stay_and_others_are_escaped(string id, string sent)
    {
        Assert.Equal(sent, RecordId.Encode(id));
        Assert.Equal(id, RecordId.Decode(sent));
    }

    [Fact]
    public void What_is_sent_is_ASCII_of_at_most_512_characters_in_the_order_of_code_points_and_no_two_ids_are_one()
    {
        Random random = Seeds.Random();
        string[] ids = [.. Enumerable.Range(0, 20_000).Select(_ => Id(random)).Distinct()];
        Assert.All(ids, id =>
        {
            string sent = RecordId.Encode(id);
            Assert.InRange(sent.Length, 1, 512);
            Assert.True(Ascii.IsValid(sent));
            string? read = RecordId.Decode(sent);
            Assert.True(read == id || (read is null && Encoding.UTF8.GetByteCount(id) > 150), id);
        });
        Assert.Equal(ids.Length, ids.Select(RecordId.Encode).Distinct(StringComparer.Ordinal).Count());

        string[] byBytes = [.. ids.OrderBy(Encoding.UTF8.GetBytes, Comparer<byte[]>.Create((x, y) => x.AsSpan().SequenceCompareTo(y)))];
        string[] bySent = [.. ids.OrderBy(RecordId.Encode, StringComparer.Ordinal)];
        Assert.Equal(byBytes, bySent);
    }

    [Fact]
    public void Long_ids_that_differ_at_their_end_only_are_sent_apart()
    {
        string begin = new('é', 255);
        Assert.NotEqual(RecordId.Encode($"{begin}ab"), RecordId.Encode($"{begin}ac"));
        Assert.Equal(512, RecordId.Encode($"{begin}ab").Length);
    }

    private static string Id(Random random)
    {
        string id = string.Concat(Enumerable.Range(0, 1 + random.Next(4)).Select(_ => random.Next(4) switch
        {
            0 => $"{(char)random.Next(1, 128)}",
            1 => $"{(char)random.Next(128, 0xD800)}",
            2 => $"{(char)random.Next(0xE000, 0x10000)}",
            _ => char.ConvertFromUtf32(random.Next(0x10000, 0x110000)),
        }));
        return random.Next(10) == 0 ? string.Concat(Enumerable.Repeat(id, 512 / Encoding.UTF8.GetByteCount(id))) : id;
    }
}
