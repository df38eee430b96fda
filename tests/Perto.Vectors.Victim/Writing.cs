namespace Perto.Vectors.Victim;

/// <summary>
/// Four writers write entries, change one half of some and delete some. A line says what was acknowledged: <c>+17</c> written, <c>-17</c> deleted;
/// <c>?17</c> says that a deletion begins.
/// </summary>
internal sealed class Writing(IVectorCollection entries, long first)
{
    private const int Writers = 4;
    private long _next = first - 1;

    public Task RunAsync() => Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteForEverAsync)));

    private async Task WriteForEverAsync()
    {
        Queue<long> written = new();
        while (true)
        {
            long number = Interlocked.Increment(ref _next);
            await entries.UpsertAsync(Entries.Records(number));
            Console.WriteLine($"+{number}");
            written.Enqueue(number);
            if (number % 3 == 0)
                await entries.UpsertAsync(Entries.Records(number));
            if (written.Count < 20 || number % 8 == 0)
                continue;
            long old = written.Dequeue();
            Console.WriteLine($"?{old}");
            await entries.DeleteAsync(Entries.Ids(old));
            Console.WriteLine($"-{old}");
        }
    }
}
