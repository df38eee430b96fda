using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Streaming;

/// <summary>
/// The live collaborative model of each tenant, loaded from the registry and bound to the present catalogue. A version that goes
/// live in this process serves the next request, one that goes live in another within seconds.
/// </summary>
public sealed class CollaborativeModels : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly ModelRegistry _registry;
    private readonly DerivedCollections _collections;
    private readonly TimeProvider _clock;
    private readonly ILogger<CollaborativeModels> _logger;
    private readonly ConcurrentDictionary<TenantId, Bound> _bound = new();
    private readonly ConcurrentDictionary<TenantId, SemaphoreSlim> _loading = new();
    private readonly SemaphoreSlim _looking = new(1);

    /// <summary>Follows <paramref name="registry"/>.</summary>
    public CollaborativeModels(
        ModelRegistry registry, DerivedCollections collections, TimeProvider clock, ILogger<CollaborativeModels> logger)
    {
        _logger = logger;
        _registry = registry;
        _collections = collections;
        _clock = clock;
        registry.LiveChanged += Forget;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _registry.LiveChanged -= Forget;
        _looking.Dispose();
    }

    /// <summary>The live model. One that cannot be used is told and not thrown: a page without it is better than none.</summary>
    public async ValueTask<LiveModel> LiveAsync(TenantId tenant, Catalogue catalogue, CancellationToken cancellationToken)
    {
        if (Current(tenant, catalogue) is { } bound)
            return bound.Live;

        // One load at a time: a model takes memory and the work of many requests.
        SemaphoreSlim loading = _loading.GetOrAdd(tenant, _ => new SemaphoreSlim(1));
        await loading.WaitAsync(cancellationToken);
        try
        {
            bound = Current(tenant, catalogue) ?? await BindAsync(tenant, catalogue, cancellationToken);
            _bound[tenant] = bound;
            return bound.Live;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Looked at again in a few seconds, not by every request.
            _logger.ModelNotBound(tenant, failure);
            bound = new Bound(catalogue, new LiveModel(null, Failed: true), _clock.GetTimestamp());
            _bound[tenant] = bound;
            return bound.Live;
        }
        finally
        {
            loading.Release();
        }
    }

    /// <summary>
    /// A version that need not be the live one, to look at what it finds. Its vectors are not published: it compares with all titles.
    /// </summary>
    /// <exception cref="NotFoundException">There is no such version.</exception>
    /// <exception cref="ModelCorruptException">Its bytes are not those that were saved.</exception>
    public async Task<CollaborativeModel> VersionAsync(TenantId tenant, int version, Catalogue catalogue, CancellationToken cancellationToken)
    {
        ModelVersion found = await _registry.FindAsync(tenant, CollaborativeModel.ModelName, version, cancellationToken);
        // It is read for one page and not kept, so that looking does not fill the memory: one at a time.
        await _looking.WaitAsync(cancellationToken);
        try
        {
            CollaborativeArtifact artifact = CollaborativeArtifact.Read(await _registry.ReadAsync(found, cancellationToken));
            return new CollaborativeModel(found, artifact, catalogue, _collections, titles: null);
        }
        finally
        {
            _looking.Release();
        }
    }

    private Bound? Current(TenantId tenant, Catalogue catalogue) =>
        _bound.TryGetValue(tenant, out Bound? bound)
        && ReferenceEquals(bound.Catalogue, catalogue)
        && _clock.GetElapsedTime(bound.LookedAt) < LookEvery
            ? bound
            : null;

    private async Task<Bound> BindAsync(TenantId tenant, Catalogue catalogue, CancellationToken cancellationToken)
    {
        ModelVersion? version = await _registry.LiveAsync(tenant, CollaborativeModel.ModelName, cancellationToken);
        if (_bound.TryGetValue(tenant, out Bound? known)
            && known.Live is { Failed: false } live && live.Model?.Version.Version == version?.Version
            && ReferenceEquals(known.Catalogue, catalogue))
        {
            return known with { LookedAt = _clock.GetTimestamp() };
        }

        CollaborativeModel? model = null;
        if (version is not null)
        {
            CollaborativeArtifact artifact = CollaborativeArtifact.Read(await _registry.ReadAsync(version, cancellationToken));
            IVectorCollection titles = await TitleVectors.OpenAsync(_collections, version, artifact, catalogue, cancellationToken);
            model = new CollaborativeModel(version, artifact, catalogue, _collections, titles);
        }

        return new Bound(catalogue, new LiveModel(model, Failed: false), _clock.GetTimestamp());
    }

    private void Forget(object? sender, LiveModelChangedEventArgs change)
    {
        if (change.Model.Name == CollaborativeModel.ModelName)
            _bound.TryRemove(change.Model.Tenant, out _);
    }

    private sealed record Bound(Catalogue Catalogue, LiveModel Live, long LookedAt);
}
