namespace Perto.Platform;

/// <summary>Derived collections of one tenant, and how they are made anew, in process.</summary>
public sealed class LocalCollectionRebuilds : ICollectionRebuilds
{
    private readonly DerivedCollections _collections;
    private readonly RebuildTable _table;
    private readonly RebuildRunner _runner;
    private readonly TenantId _tenant;
    private readonly bool _runsHere;

    internal LocalCollectionRebuilds(DerivedCollections collections, RebuildTable table, RebuildRunner runner, TenantId tenant, bool runsHere = false)
    {
        _collections = collections;
        _table = table;
        _runner = runner;
        _tenant = tenant;
        _runsHere = runsHere;
    }

    /// <summary>Those of another tenant.</summary>
    public LocalCollectionRebuilds Of(TenantId tenant) => new(_collections, _table, _runner, tenant, _runsHere);

    /// <summary>The same, where a rebuild that is asked for is begun in this process at once: for a command, beside which there may be no worker.</summary>
    public LocalCollectionRebuilds RunningHere() => new(_collections, _table, _runner, _tenant, runsHere: true);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CollectionInfo>> ListAsync(CancellationToken cancellationToken = default)
    {
        Dictionary<string, RebuildRow> rebuilds = (await _table.UnfinishedAsync(_tenant, cancellationToken)).ToDictionary(row => row.Alias, StringComparer.Ordinal);
        return [.. (await _collections.ListAsync(_tenant, cancellationToken)).Select(collection => new CollectionInfo
        {
            Alias = collection.Alias,
            Name = collection.Name,
            Model = collection.Model,
            Dimension = collection.Dimension,
            Metric = collection.Metric,
            State = collection.State,
            Records = collection.Records,
            UpdatedAt = collection.UpdatedAt,
            Models = _runner.Models(collection.Alias),
            Rebuild = collection.State == CollectionState.Live ? rebuilds.GetValueOrDefault(collection.Alias)?.ToRebuild() : null,
        })];
    }

    /// <inheritdoc/>
    public async Task<CollectionRebuild> RebuildAsync(string alias, CancellationToken cancellationToken = default)
    {
        CollectionRow live = await RequireAsync(alias, cancellationToken);
        return Begin(await _table.AskAsync(_tenant, alias, RebuildKind.Rebuild, live.Model, live, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<CollectionRebuild> ReembedAsync(string alias, string model, CancellationToken cancellationToken = default)
    {
        CollectionRow live = await RequireAsync(alias, cancellationToken);
        IReadOnlyList<string> models = _runner.Models(alias);
        if (!models.Contains(model, StringComparer.Ordinal))
        {
            string allowed = models.Count == 0 ? $"none: nothing embeds the records of {alias} anew" : string.Join(", ", models);
            throw new InvalidValueException("model", model, allowed, $"model must be one of: {allowed}; got '{model}'");
        }
        if (live.Model == model)
            throw new ConflictException("model_live", $"{alias} is under {model} already; rebuild it where its copy in the vector store is to be made anew");
        return Begin(await _table.AskAsync(_tenant, alias, RebuildKind.Reembed, model, live, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<CollectionRebuild> FindAsync(string id, CancellationToken cancellationToken = default) =>
        (await _table.FindAsync(_tenant, id, cancellationToken) ?? throw new NotFoundException("rebuild", id)).ToRebuild();

    /// <inheritdoc/>
    public async Task CancelAsync(string id, CancellationToken cancellationToken = default)
    {
        await FindAsync(id, cancellationToken);
        await _table.CancelAsync(_tenant, id, cancellationToken);
    }

    private async Task<CollectionRow> RequireAsync(string alias, CancellationToken cancellationToken) =>
        await _collections.Table.LiveWithRecordsAsync(_tenant, alias, cancellationToken) ?? throw new NotFoundException("collection", alias);

    private CollectionRebuild Begin(RebuildRow row)
    {
        if (_runsHere)
            _runner.Begin(row);
        else
            _runner.Wake();
        return row.ToRebuild();
    }
}
