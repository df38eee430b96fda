using System.Net.Sockets;
using Perto.Platform;

namespace Perto.Server;

/// <summary>The server cannot listen where it was told to.</summary>
public sealed class ListenException : PertoException
{
    private ListenException(string code, string message, Exception inner)
        : base(code, 500, message, inner)
    {
    }

    internal static ListenException InUse(IOException reason) => new(
        "address_in_use",
        $"{reason.Message.TrimEnd('.')}. Stop the program that listens there, or choose another address with --urls http://127.0.0.1:0 (0: any free port)",
        reason);

    internal static ListenException NotAvailable(SocketException reason) => new(
        "address_not_available",
        $"Cannot listen at Perto:Server:Urls: {reason.Message}. Choose another address with --urls, such as {ServerSettings.DefaultUrls}",
        reason);
}
