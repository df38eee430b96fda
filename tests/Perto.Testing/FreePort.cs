using System.Net;
using System.Net.Sockets;

namespace Perto.Testing;

/// <summary>A port of 127.0.0.1 that nobody listens on at the moment.</summary>
public static class FreePort
{
    /// <summary>Finds one.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
