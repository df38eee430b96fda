using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Perto.Platform.Victim;

/// <summary>
/// Four writers insert numbered rows, each with a message in its work, and print key and number once both are acknowledged; meanwhile
/// the process's workers handle the messages.
/// </summary>
internal static class Enqueuing
{
    public static async Task<int> RunAsync(IServiceProvider services, string writer)
    {
        await StartAsync(services);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(key => Task.Run(() => EnqueueForEverAsync(services, $"{writer}-{key}"))));
        return 0;
    }

    /// <summary>Handles what others have left, says so and ends.</summary>
    public static async Task<int> DrainAsync(IServiceProvider services)
    {
        IReadOnlyList<IHostedService> workers = await StartAsync(services);
        IDatabase database = services.GetRequiredService<IDatabase>();
        while (await database.ReadAsync(session => session.ScalarAsync<long>("select count(*) from outbox_message")) > 0)
            await Task.Delay(20);
        foreach (IHostedService worker in workers)
            await worker.StopAsync(CancellationToken.None);
        Console.WriteLine("drained");
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    private static async Task<IReadOnlyList<IHostedService>> StartAsync(IServiceProvider services)
    {
        await services.GetRequiredService<DatabaseMigrator>().MigrateAsync();
        IHostedService[] workers = [.. services.GetServices<IHostedService>()];
        foreach (IHostedService worker in workers)
            await worker.StartAsync(CancellationToken.None);
        return workers;
    }

    private static async Task EnqueueForEverAsync(IServiceProvider services, string key)
    {
        IDatabase database = services.GetRequiredService<IDatabase>();
        Outbox outbox = services.GetRequiredService<Outbox>();
        for (long number = 1; ; number++)
        {
            long own = number;
            await database.WriteAsync(async session =>
            {
                await session.ExecuteAsync("insert into change (name, number) values (@key, @own)", new { key, own });
                await outbox.EnqueueAsync(session, OutboxMessage.Of(TenantId.Local, Effects.Topic, own) with { Key = key });
            });
            Console.WriteLine($"{key} {own}");
        }
    }
}
