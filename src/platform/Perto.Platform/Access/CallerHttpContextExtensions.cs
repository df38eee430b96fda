using Microsoft.AspNetCore.Http;

namespace Perto.Platform;

/// <summary>Who asks, with all that is known of them.</summary>
public static class CallerHttpContextExtensions
{
    /// <summary>The caller of the request; see also <see cref="TenantHttpContextExtensions.Tenant"/>.</summary>
    public static Caller Caller(this HttpContext context) =>
        context.Items.TryGetValue(typeof(Caller), out object? caller) ? (Caller)caller! : Platform.Caller.Local;

    /// <summary>Says who asks. For the server's pipeline.</summary>
    public static void SetCaller(this HttpContext context, Caller caller)
    {
        context.Items[typeof(Caller)] = caller;
        context.Items[typeof(TenantId)] = caller.Tenant;
    }
}
