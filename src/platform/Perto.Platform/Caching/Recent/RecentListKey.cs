namespace Perto.Platform;

/// <summary>Names one list.</summary>
/// <param name="Name">What the lists are of: a-z, 0-9 and <c>-</c>.</param>
/// <param name="Tenant">Whose.</param>
/// <param name="Key">Short and of plain characters.</param>
public readonly record struct RecentListKey(string Name, TenantId Tenant, string Key);
