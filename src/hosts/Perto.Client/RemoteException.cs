using Perto.Platform;

namespace Perto.Client;

/// <summary>The server refused or failed; code, status and message are the server's own.</summary>
public sealed class RemoteException(string code, int status, string message, string? traceId)
    : PertoException(code, status, message)
{
    /// <summary>Where to look in the server's logs.</summary>
    public string? TraceId { get; } = traceId;
}
