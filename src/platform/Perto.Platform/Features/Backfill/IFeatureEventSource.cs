namespace Perto.Platform;

/// <summary>Past events in the order of their times: a table of a solution, a file.</summary>
public interface IFeatureEventSource
{
    /// <summary>Tells it from other sources of the same view, for ever; at most 200 characters.</summary>
    string Name { get; }

    /// <summary>Reads on.</summary>
    /// <param name="tenant">Whose events.</param>
    /// <param name="after">The position of the last event that was counted; null: from the beginning.</param>
    /// <param name="cancellationToken">Ends it.</param>
    IAsyncEnumerable<PositionedEvent> ReadAsync(TenantId tenant, string? after, CancellationToken cancellationToken);
}
