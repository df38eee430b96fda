namespace Perto.Platform;

/// <summary>API keys, in process or through a server.</summary>
public interface IKeys
{
    /// <summary>The keys of a tenant, the oldest first.</summary>
    /// <param name="tenant">Whose; null: the caller's own. Another's needs the scope <c>operator</c>.</param>
    /// <param name="paging">How many, and from where.</param>
    /// <param name="cancellationToken">Leaves it.</param>
    Task<Page<ApiKey>> ListAsync(string? tenant, Paging paging, CancellationToken cancellationToken = default);

    /// <summary>Makes a key. Its text is in the answer and nowhere else.</summary>
    /// <exception cref="InvalidValueException">A value of <paramref name="draft"/> is not allowed.</exception>
    /// <exception cref="ScopeMissingException">The caller has not all of its scopes.</exception>
    Task<IssuedKey> CreateAsync(KeyDraft draft, CancellationToken cancellationToken = default);

    /// <summary>Makes a key with the name and the scopes of another, which goes on working for a while.</summary>
    /// <exception cref="NotFoundException">The tenant has no such key.</exception>
    /// <exception cref="ConflictException">It is expired or revoked.</exception>
    /// <exception cref="ScopeMissingException">The caller has not all of its scopes.</exception>
    Task<IssuedKey> RotateAsync(string id, KeyRotation rotation, string? tenant = null, CancellationToken cancellationToken = default);

    /// <summary>Takes a key back; nothing happens when it is revoked already.</summary>
    /// <exception cref="NotFoundException">The tenant has no such key.</exception>
    /// <exception cref="ScopeMissingException">The caller has not all of its scopes.</exception>
    Task RevokeAsync(string id, string? tenant = null, CancellationToken cancellationToken = default);
}
