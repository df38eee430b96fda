namespace Perto.Language.Tests;

public sealed class TokenVocabularyTests
{
    [Fact]
    public void The_number_of_the_line_is_the_id()
    {
        TokenVocabulary vocabulary = Read("[PAD]\r\n##ção\n\nb \n"u8.ToArray());
        Assert.Equal(4, vocabulary.Count);
        Assert.True(vocabulary.TryGetId("##ção", out int id));
        Assert.Equal(1, id);
        Assert.True(vocabulary.TryGetToken(3, out string? token));
        Assert.Equal("b", token);
        Assert.False(vocabulary.TryGetId("c", out _));
        Assert.False(vocabulary.TryGetToken(4, out _));
    }

    [Fact]
    public void Of_a_token_that_is_there_twice_the_last_line_counts()
    {
        TokenVocabulary vocabulary = Read("a\nb\na\n"u8.ToArray());
        Assert.True(vocabulary.TryGetId("a", out int id));
        Assert.Equal(2, id);
        Assert.False(vocabulary.TryGetToken(0, out _));
    }

    [Fact]
    public void What_is_not_utf8_is_refused() =>
        Assert.Contains("not UTF-8", Assert.Throws<InvalidDataException>(() => Read([(byte)'a', (byte)'\n', 0xFF])).Message, StringComparison.Ordinal);

    [Fact]
    public void An_empty_vocabulary_is_refused() => Assert.Throws<InvalidDataException>(() => Read([]));

    [Fact]
    public void Ids_are_not_negative_and_not_shared()
    {
        Assert.Equal("The token 'a' has the id -1: an id is 0 or more.",
            Assert.Throws<InvalidDataException>(() => new TokenVocabulary([new("a", -1)])).Message);
        Assert.Equal("The tokens 'a' and 'b' have the same id 1: each needs its own.",
            Assert.Throws<InvalidDataException>(() => new TokenVocabulary([new("a", 1), new("b", 1)])).Message);
    }

    private static TokenVocabulary Read(byte[] lines) => TokenVocabulary.ReadLines(new MemoryStream(lines));
}
