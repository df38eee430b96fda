namespace Perto.Platform;

/// <summary>
/// Decides which process runs what there is only one of: a row with an owner and an end. An owner that dies loses it when it
/// ends; one that lives renews it in time. Processes compare the end with their own clocks, so let a lease last much longer
/// than their clocks differ.
/// </summary>
public sealed class LeaseKeeper(IDatabase database, IdGenerator ids, TimeProvider clock)
{
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

    /// <summary>Takes or prolongs; false when another owner has it.</summary>
    internal Task<bool> PutAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        return database.WriteAsync(
            async session =>
            {
                long now = UnixMicros.Now(clock);
                return await session.ExecuteAsync(
                    """
                    insert into lease (name, owner, expires_at) values (@name, @owner, @expires)
                    on conflict (name) do update set owner = excluded.owner, expires_at = excluded.expires_at
                    where lease.owner = excluded.owner or lease.expires_at <= @now
                    """,
                    new { name, owner, now, expires = now + (duration.Ticks / TimeSpan.TicksPerMicrosecond) }) == 1;
            },
            cancellationToken);
    }

    internal Task ReleaseAsync(string name, string owner) =>
        database.WriteAsync(session => session.ExecuteAsync("delete from lease where name = @name and owner = @owner", new { name, owner }));
}
