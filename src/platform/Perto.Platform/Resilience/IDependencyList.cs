namespace Perto.Platform;

/// <summary>How the services outside the server do.</summary>
public interface IDependencyList
{
    /// <summary>All that the server was told to use, in the order of their names.</summary>
    Task<IReadOnlyList<DependencyStatus>> ListAsync(CancellationToken cancellationToken = default);
}
