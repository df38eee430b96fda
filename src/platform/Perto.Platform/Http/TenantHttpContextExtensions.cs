using Microsoft.AspNetCore.Http;

namespace Perto.Platform;

/// <summary>Who asks.</summary>
public static class TenantHttpContextExtensions
{
    /// <summary>The tenant of the request: that of its key. Local mode has no keys, and its tenant is <c>local</c>.</summary>
    public static TenantId Tenant(this HttpContext context) =>
        context.Items.TryGetValue(typeof(TenantId), out object? tenant) ? (TenantId)tenant! : TenantId.Local;
}
