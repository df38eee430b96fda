namespace Perto.Platform;

/// <summary>The right to run what there is only one of, until it ends; given back when disposed.</summary>
public sealed class Lease : IAsyncDisposable
{
    private readonly LeaseKeeper _keeper;
    private readonly TimeSpan _duration;

    internal Lease(LeaseKeeper keeper, string name, string owner, TimeSpan duration)
    {
        _keeper = keeper;
        Name = name;
        Owner = owner;
        _duration = duration;
    }

    /// <summary>The work.</summary>
    public string Name { get; }

    /// <summary>This holder's id, new with each lease.</summary>
    public string Owner { get; }

    /// <summary>
    /// Prolongs the lease by its duration from now. False when it ended and another took it, also one that has given it back since: the work must stop.
    /// </summary>
    public Task<bool> RenewAsync(CancellationToken cancellationToken = default) => _keeper.RenewAsync(Name, Owner, _duration, cancellationToken);

    /// <summary>Gives it back, if it is still held.</summary>
    public async ValueTask DisposeAsync() => await _keeper.ReleaseAsync(Name, Owner);
}
