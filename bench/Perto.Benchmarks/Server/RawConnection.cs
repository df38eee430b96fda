using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Perto.Benchmarks.Server;

/// <summary>One connection that sends the same request again and again and allocates nothing: the load costs as little as it can.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _request;
    private readonly byte[] _answer = new byte[16 * 1024];

    public RawConnection(Uri address, string path)
    {
        _request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\n\r\n");
        _socket.Connect(new IPEndPoint(IPAddress.Loopback, address.Port));
    }

    /// <summary>Sends the request and reads its whole answer.</summary>
    /// <returns>The status.</returns>
    public int Send()
    {
        _socket.Send(_request);
        int length = 0;
        while (!IsWhole(_answer.AsSpan(0, length)))
        {
            int read = _socket.Receive(_answer.AsSpan(length));
            if (read == 0)
                throw new IOException("The server closed the connection in the middle of an answer");
            length += read;
        }

        return ((_answer[9] - '0') * 100) + ((_answer[10] - '0') * 10) + (_answer[11] - '0');
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        int headers = answer.IndexOf("\r\n\r\n"u8);
        if (headers < 0)
            return false;
        int at = answer[..headers].IndexOf("Content-Length: "u8);
        if (at < 0)
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        int length = 0;
        for (int i = at + "Content-Length: "u8.Length; answer[i] != '\r'; i++)
            length = (length * 10) + (answer[i] - '0');
        return answer.Length >= headers + 4 + length;
    }
}
