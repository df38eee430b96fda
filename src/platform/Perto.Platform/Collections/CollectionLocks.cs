using System.Collections.Concurrent;

namespace Perto.Platform;

/// <summary>
/// Who may change a derived collection. In a process one at a time changes an alias. Among processes a lease is taken by who changes
/// what the alias leads to, and, where they share a store, by who fills a collection in it. Writes of single records take no lease: they
/// look in their transaction that nobody has it.
/// </summary>
internal sealed class CollectionLocks(IDatabase database, bool storeIsShared, TimeProvider clock)
{
    /// <summary>How long what a process that dies was at stays locked.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(TenantId Tenant, string Alias), SemaphoreSlim> _gates = new();

    /// <summary>The leases.</summary>
    public LeaseKeeper Leases { get; } = new(database, new IdGenerator(clock), clock);

    /// <summary>The lease of who changes what an alias leads to.</summary>
    public static string ChangeLease(TenantId tenant, string alias) => $"collection-change/{tenant}/{alias}";

    /// <summary>The lease of who makes an alias anew in the background.</summary>
    public static string RebuildLease(TenantId tenant, string alias) => $"collection-rebuild/{tenant}/{alias}";

    /// <summary>For a write of records: what is written while a collection is filled must not go to the one that it replaces.</summary>
    public async Task<CollectionLock> WriteAsync(TenantId tenant, string alias, CancellationToken cancellationToken)
    {
        SemaphoreSlim gate = _gates.GetOrAdd((tenant, alias), _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        return new CollectionLock(gate, lease: null);
    }

    /// <summary>For a change of what the alias leads to.</summary>
    public async Task<CollectionLock> ChangeAsync(TenantId tenant, string alias, CancellationToken cancellationToken)
    {
        CollectionLock gate = await WriteAsync(tenant, alias, cancellationToken);
        try
        {
            return gate.With(await Leases.KeepAsync(ChangeLease(tenant, alias), LeaseTime, cancellationToken));
        }
        catch
        {
            await gate.DisposeAsync();
            throw;
        }
    }

    /// <summary>Inside of <see cref="WriteAsync"/>, for filling a collection of the store: null where other processes do not see it.</summary>
    public async Task<KeptLease?> FillAsync(TenantId tenant, string alias, CancellationToken cancellationToken) =>
        storeIsShared ? await Leases.KeepAsync(FillLease(tenant, alias), LeaseTime, cancellationToken) : null;

    /// <summary>Whether another process fills the collection of an alias in a store that this one shares.</summary>
    public Task<bool> IsFillingAsync(TenantId tenant, string alias, CancellationToken cancellationToken) =>
        storeIsShared ? database.ReadAsync(session => Leases.IsTakenAsync(session, FillLease(tenant, alias)), cancellationToken) : Task.FromResult(false);

    private static string FillLease(TenantId tenant, string alias) => $"collection-fill/{tenant}/{alias}";
}
