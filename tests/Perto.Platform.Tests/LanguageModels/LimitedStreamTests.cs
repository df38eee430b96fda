namespace Perto.Platform.Tests;

public sealed class LimitedStreamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    [InlineData(100)]
    public async Task What_is_within_the_limit_is_read_whole(int bytes)
    {
        byte[] given = [.. Enumerable.Range(0, bytes).Select(i => (byte)i)];
        await using LimitedStream limited = new(new MemoryStream(given), mostBytes: 100);
        using MemoryStream read = new();
        await limited.CopyToAsync(read, TestContext.Current.CancellationToken);
        Assert.Equal(given, read.ToArray());
    }

    [Fact]
    public async Task What_goes_on_beyond_the_limit_fails_and_says_what_the_limit_is()
    {
        await using LimitedStream limited = new(new MemoryStream(new byte[3 * 1024 * 1024]), mostBytes: 2 * 1024 * 1024);
        InvalidDataException tooLong = await Assert.ThrowsAsync<InvalidDataException>(() => limited.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));
        Assert.Equal("more than 2 MiB", tooLong.Message);
    }
}
