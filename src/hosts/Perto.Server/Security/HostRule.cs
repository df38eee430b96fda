using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Perto.Server;

/// <summary>
/// Answers only to its own names. Without keys, a web page could otherwise point its own name at 127.0.0.1 (DNS rebinding)
/// and read a person's data through their browser. A key is nothing that a browser sends by itself.
/// </summary>
internal sealed class HostRule(RequestDelegate next, IOptions<ServerSettings> settings, AccessPolicy policy)
{
    private readonly HashSet<string> _allowed = new(settings.Value.AllowedHosts, StringComparer.OrdinalIgnoreCase);
    private readonly bool _open = policy.Mode != AccessMode.Local && settings.Value.AllowedHosts.Length == 0;

    // Nearly every request names the host of the one before.
    private volatile string? _known;

    public Task InvokeAsync(HttpContext context)
    {
        HostString given = context.Request.Host;
        if (_open || (given.Value is not null && given.Value == _known))
            return next(context);

        string host = given.Host;
        if (IsLoopback(host) || _allowed.Contains(host))
        {
            _known = given.Value;
            return next(context);
        }

        return Refuse(host);
    }

    private static Task Refuse(string host) =>
        throw new RequestRefusedException(
            "host_not_allowed", StatusCodes.Status421MisdirectedRequest,
            $"This server does not answer to the name '{host}'; call it by a loopback address, or add the name to Perto:Server:AllowedHosts");

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? ip) && IPAddress.IsLoopback(ip));
}
