namespace Perto.Platform;

/// <summary>A key in the memory of this process; two of them are equal when cache, tenant and text are.</summary>
/// <param name="Use">The cache, by identity.</param>
/// <param name="Tenant">The tenant.</param>
/// <param name="Key">The key, or the tag, as the caller gave it.</param>
internal readonly record struct EntryKey(ProcessUse Use, TenantId Tenant, string Key);
