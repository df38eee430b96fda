namespace Perto.Platform;

/// <summary>
/// Decides which process runs what there is only one of: a row with an owner and an end. An owner that dies loses it when it
/// ends; one that lives renews it in time. Processes compare the end with their own clocks, so let a lease last much longer
/// than their clocks differ.
/// </summary>
public sealed class LeaseKeeper(IDatabase database, IdGenerator ids, TimeProvider clock)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>Takes the lease if nobody has it; null when somebody does.</summary>
    /// <param name="name">The work, such as <c>streaming/train</c>.</param>
    /// <param name="duration">How long it holds without <see cref="Lease.RenewAsync"/>; more than zero.</param>
    /// <param name="cancellationToken">Leaves it.</param>
    public async Task<Lease?> TryAcquireAsync(string name, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        string owner = ids.NewId();
        return await PutAsync(name, owner, duration, cancellationToken) ? new Lease(this, name, owner, duration) : null;
    }

    /// <summary>Takes the lease if nobody has it, and renews it until it is disposed; null when somebody has it.</summary>
    /// <param name="name">The work.</param>
    /// <param name="duration">How long it holds when its process dies.</param>
    /// <param name="cancellationToken">Leaves it.</param>
    public async Task<KeptLease?> TryKeepAsync(string name, TimeSpan duration, CancellationToken cancellationToken = default) =>
        await TryAcquireAsync(name, duration, cancellationToken) is { } lease ? new KeptLease(lease, duration, clock) : null;

    /// <summary>Waits until nobody has the lease, takes it, and renews it until it is disposed.</summary>
    /// <param name="name">The work.</param>
    /// <param name="duration">How long it holds when its process dies.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<KeptLease> KeepAsync(string name, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (await TryKeepAsync(name, duration, cancellationToken) is { } kept)
                return kept;
            await Task.Delay(LookAgain, clock, cancellationToken);
        }
    }

    /// <summary>Whether somebody has the lease, in the transaction of who asks: who takes it afterwards comes after that transaction.</summary>
    internal async Task<bool> IsTakenAsync(DatabaseSession session, string name) =>
        await session.ScalarAsync<long>(
            "select count(*) from lease where name = @name and expires_at > @now", new { name, now = UnixMicros.Now(clock) }) > 0;

    /// <summary>Prolongs; false when another has taken it meanwhile.</summary>
    internal Task<bool> RenewAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        return database.WriteAsync(
            async session => await session.ExecuteAsync(
                "update lease set expires_at = @expires where name = @name and owner = @owner",
                new { name, owner, expires = UnixMicros.From(clock.GetUtcNow() + duration) }) == 1,
            cancellationToken);
    }

    private Task<bool> PutAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        return database.WriteAsync(
            async session =>
            {
                long now = UnixMicros.Now(clock);
                return await session.ExecuteAsync(
                    """
                    insert into lease (name, owner, expires_at) values (@name, @owner, @expires)
                    on conflict (name) do update set owner = excluded.owner, expires_at = excluded.expires_at
                    where lease.expires_at <= @now
                    """,
                    new { name, owner, now, expires = now + (duration.Ticks / TimeSpan.TicksPerMicrosecond) }) == 1;
            },
            cancellationToken);
    }

    internal Task ReleaseAsync(string name, string owner) =>
        database.WriteAsync(session => session.ExecuteAsync("delete from lease where name = @name and owner = @owner", new { name, owner }));
}
