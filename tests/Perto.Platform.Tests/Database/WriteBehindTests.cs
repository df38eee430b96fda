namespace Perto.Platform.Tests;

public sealed class WriteBehindTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static void Done(int items, Exception? failure) => Assert.Null(failure);

    [Fact]
    public async Task Everything_that_is_taken_is_written_once_in_order_and_in_groups()
    {
        List<IReadOnlyList<int>> written = [];
        await using var behind = new WriteBehind<int>(most: 1_000, group: 7, group =>
        {
            written.Add(group);
            return Task.CompletedTask;
        }, Done);

        for (int item = 0; item < 100; item++)
            Assert.True(behind.TryAdd(item));
        await behind.FlushAsync(Cancellation);

        Assert.Equal(Enumerable.Range(0, 100), written.SelectMany(group => group));
        Assert.All(written, group => Assert.InRange(group.Count, 1, 7));
    }

    [Fact]
    public async Task An_item_that_comes_as_the_writer_ends_is_not_left_behind()
    {
        int written = 0;
        await using var behind = new WriteBehind<int>(most: 1_000_000, group: 1, _ =>
        {
            Interlocked.Increment(ref written);
            return Task.CompletedTask;
        }, Done);

        // Each finds the writer at its last look, between two looks, or gone; none is followed by another that would wake it.
        for (int round = 0; round < 2_000; round++)
        {
            Assert.True(behind.TryAdd(round));
            if (round % 100 == 0)
                await behind.FlushAsync(Cancellation);
        }
        await behind.FlushAsync(Cancellation);

        Assert.Equal(2_000, Volatile.Read(ref written));
    }

    [Fact]
    public async Task What_finds_the_queue_full_is_not_taken()
    {
        var gate = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        int written = 0;
        await using var behind = new WriteBehind<int>(most: 3, group: 1, async group =>
        {
            begun.TrySetResult();
            await gate.Task;
            written += group.Count;
        }, Done);
        Assert.True(behind.TryAdd(0));
        await begun.Task.WaitAsync(Cancellation);

        Assert.Equal([true, true, true, false], Enumerable.Range(1, 4).Select(behind.TryAdd));

        gate.SetResult();
        await behind.FlushAsync(Cancellation);
        Assert.Equal(4, written);
    }

    [Fact]
    public async Task The_end_writes_what_waits_and_takes_nothing_more()
    {
        int written = 0;
        var behind = new WriteBehind<int>(most: 10, group: 10, group =>
        {
            written += group.Count;
            return Task.CompletedTask;
        }, Done);
        behind.TryAdd(1);
        behind.TryAdd(2);

        await behind.DisposeAsync();

        Assert.Equal(2, written);
        Assert.False(behind.TryAdd(3));
        await behind.DisposeAsync();
    }

    [Fact]
    public async Task A_group_that_fails_is_told_and_the_next_is_written()
    {
        List<(int Items, string? Failure)> done = [];
        await using var behind = new WriteBehind<string>(
            most: 10,
            group: 2,
            group => group.Contains("bad") ? throw new InvalidOperationException("no") : Task.CompletedTask,
            (items, failure) => done.Add((items, failure?.Message)));

        foreach (string item in (string[])["good", "bad", "good"])
            behind.TryAdd(item);
        await behind.FlushAsync(Cancellation);
        behind.TryAdd("good");
        await behind.FlushAsync(Cancellation);

        Assert.Equal([(2, "no"), (1, null), (1, null)], done);
    }
}
