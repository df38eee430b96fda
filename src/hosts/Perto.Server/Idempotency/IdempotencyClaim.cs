namespace Perto.Server;

/// <summary>The right to carry out a request, held by one caller at a time.</summary>
/// <param name="Tenant">Whose request it is.</param>
/// <param name="Key">The caller's key.</param>
/// <param name="Id">This holder; another one's answer is not accepted.</param>
internal sealed record IdempotencyClaim(TenantId Tenant, string Key, string Id);
