namespace Perto.Platform.Victim;

/// <summary>Writes the effect of a message behind those of its key, and fails now and then after it has written.</summary>
internal sealed class Effects : IOutboxDatabaseHandler
{
    public const string Topic = "victim.effects";

    public static OutboxTopicOptions Options { get; } = new()
    {
        // As short as it may be: the last run waits for the leases of those that were killed.
        LeaseTime = TimeSpan.FromSeconds(1),
        FirstBackoff = TimeSpan.FromMilliseconds(1),
        LongestBackoff = TimeSpan.FromMilliseconds(5),
        MaxAttempts = 1000,
        BatchSize = 16,
    };

    public async Task HandleAsync(OutboxDelivery message, DatabaseSession session)
    {
        await session.ExecuteAsync(
            "insert into effect (name, place, number) select @name, coalesce(max(place), 0) + 1, @number from effect where name = @name",
            new { name = message.Key, number = message.Read<long>() });
        if (Random.Shared.Next(10) == 0)
            throw new InvalidOperationException("Not this time");
    }
}
