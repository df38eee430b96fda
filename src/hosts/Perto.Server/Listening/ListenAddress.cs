using System.Net;
using Microsoft.AspNetCore.Http;

namespace Perto.Server;

/// <summary>One address that the server listens on.</summary>
/// <param name="Host"><c>localhost</c>, an IP address, or <c>*</c> for every interface.</param>
/// <param name="Port">0 lets the operating system choose; not with <c>localhost</c>.</param>
/// <param name="Ip">The IP address; null for <c>localhost</c>, which is both loopback addresses, and for <c>*</c>.</param>
public sealed record ListenAddress(string Host, int Port, IPAddress? Ip)
{
    /// <summary>Whether only programs of this machine can reach it.</summary>
    public bool IsLoopback => Ip is null ? Host == "localhost" : IPAddress.IsLoopback(Ip);

    /// <summary>Reads addresses separated by <c>;</c>, such as <c>http://127.0.0.1:7378;http://[::1]:7378</c>.</summary>
    /// <exception cref="FormatException">One of them is not <c>http://host:port</c>; the message says which and why.</exception>
    public static IReadOnlyList<ListenAddress> ParseAll(string urls)
    {
        string[] parts = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length == 0 ? throw new FormatException("no address was given") : [.. parts.Select(Parse)];
    }

    /// <inheritdoc/>
    public override string ToString() => $"http://{(Ip is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } ? $"[{Ip}]" : Host)}:{Port}";

    private static ListenAddress Parse(string url)
    {
        BindingAddress address = BindingAddress.Parse(url);
        if (address.Scheme != "http")
            throw new FormatException($"'{url}' is not http; put a reverse proxy before Perto for https");
        if (address.PathBase.Length > 0)
            throw new FormatException($"'{url}' has a path; an address is only http://host:port");

        string host = address.Host.ToLowerInvariant();
        if (host is "*" or "+")
            return new ListenAddress("*", address.Port, Ip: null);
        if (host == "localhost")
        {
            return address.Port != 0
                ? new ListenAddress(host, address.Port, Ip: null)
                : throw new FormatException($"'{url}': localhost is two addresses, so port 0 needs http://127.0.0.1:0");
        }

        return IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? ip)
            ? new ListenAddress(ip.ToString(), address.Port, ip)
            : throw new FormatException($"'{url}' names a host; use an IP address, localhost or * for every interface");
    }
}
