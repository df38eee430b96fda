using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Perto.Platform;

namespace Perto.Server;

/// <summary>Finds out who asks, and turns away who has no key where one is needed.</summary>
internal sealed class KeyRule(
    RequestDelegate next, AccessPolicy policy, AccessModules modules, KeyRing ring, KeyUse use, FailedAttempts attempts, AccessMetrics metrics)
{
    private static readonly string[] ProxyHeaders = ["X-Forwarded-For", "Forwarded", "X-Forwarded-Host", "X-Real-IP"];

    public async Task InvokeAsync(HttpContext context)
    {
        EndpointScope? endpoint = EndpointScope.Of(context.GetEndpoint(), modules);
        if (policy.Mode == AccessMode.Local && endpoint?.IsOpen != true && Array.Exists(ProxyHeaders, context.Request.Headers.ContainsKey))
        {
            throw Refused(context, Caller.Local, new RequestRefusedException(
                "proxy_without_keys", StatusCodes.Status403Forbidden,
                "This server lets every program of its machine in and takes no requests from a proxy. Set Perto:Access:RequireKeys=true, or " +
                "Perto:Server:AllowAnonymous=true if the proxy asks who it is"));
        }
        if (endpoint is { IsOpen: false })
            context.SetCaller(await CallerAsync(context));
        await next(context);
    }

    private async Task<Caller> CallerAsync(HttpContext context)
    {
        string? given = GivenKey.Of(context.Request);
        if (policy.Mode != AccessMode.Keys && given?.StartsWith(KeyText.Start, StringComparison.Ordinal) != true)
            return Caller.Local;
        if (string.IsNullOrEmpty(given))
            throw Unknown(context, "key_missing", $"A key is needed: send it as Authorization: Bearer or {GivenKey.Header} (perto: --key or PERTO_KEY)");

        string address = AddressOf(context);
        // Callers behind the address of an attacker go on with the keys that they used before.
        if (attempts.MustWait(address) is { } wait && !ring.HasSeen(given))
        {
            throw Refused(context, Stranger, new RequestRefusedException(
                "too_many_failed_attempts", StatusCodes.Status429TooManyRequests, "Too many wrong keys came from this address; wait a moment")
            { RetryAfter = wait });
        }

        KeyCheck check = await ring.CheckAsync(given, context.RequestAborted);
        if (check is { Caller: { } caller, State: KeyState.Active })
        {
            use.Note(caller.Key!);
            return caller;
        }

        attempts.Count(address);
        throw check.State switch
        {
            KeyState.Expired => Unauthorized(context, check.Caller!, "key_expired", "This key has expired; make or rotate one with a key that has not"),
            KeyState.Revoked => Unauthorized(context, check.Caller!, "key_revoked", "This key was revoked"),
            _ => Unknown(context, "key_invalid", KeyText.IsKey(given)
                ? "Nobody has this key"
                : $"This is not a whole key: keys are {KeyText.Length} characters that begin with {KeyText.Start}, and this one has another form or a typing error"),
        };
    }

    private static Caller Stranger { get; } = new() { Tenant = AuditLog.Installation, Actor = "unknown", Scopes = ScopeSet.Nothing };

    private RequestRefusedException Unknown(HttpContext context, string code, string message) => Unauthorized(context, Stranger, code, message);

    private RequestRefusedException Unauthorized(HttpContext context, Caller caller, string code, string message)
    {
        string error = code == "key_missing" ? "" : ", error=\"invalid_token\"";
        return Refused(context, caller, new RequestRefusedException(code, StatusCodes.Status401Unauthorized, message) { Challenge = $"Bearer realm=\"perto\"{error}" });
    }

    private RequestRefusedException Refused(HttpContext context, Caller caller, RequestRefusedException refused)
    {
        // For the audit log; what runs after this rule does not run.
        context.SetCaller(caller);
        metrics.Refused(refused.Code);
        return refused;
    }

    // A network that gives a caller 2^64 addresses is one caller.
    private static string AddressOf(HttpContext context)
    {
        IPAddress? address = context.Connection.RemoteIpAddress;
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
