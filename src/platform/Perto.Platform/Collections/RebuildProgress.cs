namespace Perto.Platform;

/// <summary>Told while collections are rebuilt.</summary>
/// <param name="Tenant">Whose collection.</param>
/// <param name="Collection">Its name.</param>
/// <param name="Done">Records that are back.</param>
/// <param name="Total">Records that it has.</param>
public sealed record RebuildProgress(TenantId Tenant, string Collection, long Done, long Total);
