namespace Perto.Platform;

/// <summary>What a module shows of itself on the console's first page: how much of each thing it keeps.</summary>
public interface IOverviewSource
{
    /// <summary>Name of the solution: <c>streaming</c>.</summary>
    string Solution { get; }

    /// <summary>The counts in the order they are shown. Asked every few seconds, so each must be cheap.</summary>
    Task<IReadOnlyList<NamedCount>> CountsAsync(TenantId tenant, CancellationToken cancellationToken);
}
