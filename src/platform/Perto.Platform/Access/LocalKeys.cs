namespace Perto.Platform;

/// <summary>API keys in process.</summary>
/// <param name="keys">The keys.</param>
/// <param name="caller">On whose behalf.</param>
public sealed class LocalKeys(KeyStore keys, Caller caller) : IKeys
{
    /// <inheritdoc/>
    public Task<Page<ApiKey>> ListAsync(string? tenant, Paging paging, CancellationToken cancellationToken = default) =>
        keys.ListAsync(caller, tenant, paging, cancellationToken);

    /// <inheritdoc/>
    public Task<IssuedKey> CreateAsync(KeyDraft draft, CancellationToken cancellationToken = default) => keys.CreateAsync(caller, draft, cancellationToken);

    /// <inheritdoc/>
    public Task<IssuedKey> RotateAsync(string id, KeyRotation rotation, string? tenant = null, CancellationToken cancellationToken = default) =>
        keys.RotateAsync(caller, id, rotation, tenant, cancellationToken);

    /// <inheritdoc/>
    public Task RevokeAsync(string id, string? tenant = null, CancellationToken cancellationToken = default) =>
        keys.RevokeAsync(caller, id, tenant, cancellationToken);
}
