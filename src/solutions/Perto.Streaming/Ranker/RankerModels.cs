using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// The live ranker of each tenant, loaded from the registry. A version that goes live in this process serves the next request, one that goes
/// live in another within seconds; one that cannot be read is logged, and the blend serves.
/// </summary>
public sealed class RankerModels : IDisposable
{
    // More than arms of experiments name at once.
    private const int MostVersions = 50;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly ModelRegistry _registry;
    private readonly TimeProvider _clock;
    private readonly ILogger<RankerModels> _logger;
    private readonly ConcurrentDictionary<TenantId, Loaded> _loaded = new();
    private readonly ConcurrentDictionary<(TenantId Tenant, int Version), Loaded> _versions = new();
    private readonly SemaphoreSlim _loading = new(1);

    /// <summary>Follows <paramref name="registry"/>.</summary>
    public RankerModels(ModelRegistry registry, TimeProvider clock, ILogger<RankerModels> logger)
    {
        _registry = registry;
        _clock = clock;
        _logger = logger;
        registry.LiveChanged += Forget;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _registry.LiveChanged -= Forget;
        _loading.Dispose();
    }

    /// <summary>The live ranker; null before the first training, and when it cannot be used.</summary>
    public async ValueTask<RankerModel?> LiveAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        if (Current(tenant) is { } loaded)
            return loaded.Model;
        await _loading.WaitAsync(cancellationToken);
        try
        {
            loaded = Current(tenant) ?? await LoadAsync(tenant, cancellationToken);
            _loaded[tenant] = loaded;
            return loaded.Model;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // A page that the blend ranks is better than none; looked at again in a few seconds.
            _logger.RankerNotLoaded(tenant, failure);
            _loaded[tenant] = new Loaded(null, _clock.GetTimestamp());
            return null;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Reads a version that need not be the live one, to look at how it ranks.</summary>
    /// <exception cref="NotFoundException">There is no such version.</exception>
    /// <exception cref="ModelCorruptException">Its bytes are not those that were saved.</exception>
    public async Task<RankerModel> ReadAsync(TenantId tenant, int version, CancellationToken cancellationToken)
    {
        ModelVersion found = await _registry.FindAsync(tenant, RankerModel.ModelName, version, cancellationToken);
        return new RankerModel(found, RankerArtifact.Read(await _registry.ReadAsync(found, cancellationToken)));
    }

    /// <summary>A version, whether it is live or not; null when it cannot be used: that is logged, and looked at again in a few seconds.</summary>
    public async ValueTask<RankerModel?> VersionAsync(TenantId tenant, int version, CancellationToken cancellationToken)
    {
        if (Of() is { } known)
            return known.Model;
        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (Of() is { } loaded)
                return loaded.Model;
            if (_versions.Count >= MostVersions)
                _versions.Clear();
            RankerModel model = await ReadAsync(tenant, version, cancellationToken);
            _versions[(tenant, version)] = new Loaded(model, _clock.GetTimestamp());
            return model;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            _logger.RankerVersionNotLoaded(version, tenant, failure);
            _versions[(tenant, version)] = new Loaded(null, _clock.GetTimestamp());
            return null;
        }
        finally
        {
            _loading.Release();
        }

        // The bytes of a version never change; one that could not be read may have been repaired.
        Loaded? Of() => _versions.TryGetValue((tenant, version), out Loaded? loaded) && (loaded.Model is not null || _clock.GetElapsedTime(loaded.LookedAt) < LookEvery)
            ? loaded
            : null;
    }

    private Loaded? Current(TenantId tenant) =>
        _loaded.TryGetValue(tenant, out Loaded? loaded) && _clock.GetElapsedTime(loaded.LookedAt) < LookEvery ? loaded : null;

    private async Task<Loaded> LoadAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        ModelVersion? version = await _registry.LiveAsync(tenant, RankerModel.ModelName, cancellationToken);
        if (version is null)
            return new Loaded(null, _clock.GetTimestamp());
        if (_loaded.TryGetValue(tenant, out Loaded? known) && known.Model?.Version.Version == version.Version)
            return known with { LookedAt = _clock.GetTimestamp() };
        return new Loaded(new RankerModel(version, RankerArtifact.Read(await _registry.ReadAsync(version, cancellationToken))), _clock.GetTimestamp());
    }

    private void Forget(object? sender, LiveModelChangedEventArgs change)
    {
        if (change.Model.Name == RankerModel.ModelName)
            _loaded.TryRemove(change.Model.Tenant, out _);
    }

    private sealed record Loaded(RankerModel? Model, long LookedAt);
}
