using Perto.Platform;

namespace Perto.Client;

/// <summary>Nobody answers at the server's address.</summary>
public sealed class ServerUnreachableException(Uri address, Exception inner)
    : PertoException("server_unreachable", 503, $"No server answers at {address}; start one with 'perto serve'", inner);
