using Perto.Platform;

namespace Perto.Client;

/// <summary>The server refused or failed; code, status and message are the server's own.</summary>
public sealed class RemoteException(string code, int status, string message, string? traceId)
    : PertoException(code, status, message)
{
    /// <summary>Where to look in the server's logs.</summary>
    public string? TraceId { get; } = traceId;

    /// <summary>The field that was not accepted; null where the problem is not about one.</summary>
    public string? Field { get; init; }

    /// <summary>The value that was given, as text.</summary>
    public string? Given { get; init; }

    /// <summary>What would have been accepted.</summary>
    public string? Allowed { get; init; }
}
