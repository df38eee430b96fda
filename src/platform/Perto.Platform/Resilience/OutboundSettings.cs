namespace Perto.Platform;

/// <summary>Settings under <c>Perto:Outbound</c>: where this server may be sent by whoever calls it.</summary>
public sealed class OutboundSettings
{
    /// <summary>
    /// Hosts that an address in a request may name: <c>vectors.example.com</c>, <c>*.example.com</c>, each with <c>:port</c> where it is not the
    /// scheme's. None by default. Addresses in the settings need no permission.
    /// </summary>
    public string[] Allow { get; set; } = [];
}
