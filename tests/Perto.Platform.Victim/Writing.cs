namespace Perto.Platform.Victim;

/// <summary>Eight writers insert numbered rows, two in each work, and print a number once both are acknowledged.</summary>
internal static class Writing
{
    private static long _next;

    public static async Task<int> RunAsync(IDatabase database)
    {
        await database.WriteAsync(session => session.ExecuteAsync(
            "create table if not exists entry (number bigint not null, half integer not null, primary key (number, half))"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => WriteForEverAsync(database))));
        return 0;
    }

    private static async Task WriteForEverAsync(IDatabase database)
    {
        while (true)
        {
            long number = Interlocked.Increment(ref _next);
            await database.WriteAsync(async session =>
            {
                await session.ExecuteAsync("insert into entry (number, half) values (@number, 1)", new { number });
                return await session.ExecuteAsync("insert into entry (number, half) values (@number, 2)", new { number });
            });
            Console.WriteLine(number);
        }
    }
}
