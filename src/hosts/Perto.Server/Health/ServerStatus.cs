namespace Perto.Server;

/// <summary>Whether the server answers all requests.</summary>
public enum ServerStatus
{
    /// <summary>All requests are answered.</summary>
    Ready,

    /// <summary>Requests are answered, some of them by a fallback.</summary>
    Degraded,

    /// <summary>The collections are being rebuilt.</summary>
    Starting,

    /// <summary>No new requests are taken.</summary>
    Stopping,

    /// <summary>Something without which no request can be answered is missing.</summary>
    Failing,
}
