using System.Net;
using System.Net.Sockets;

namespace Perto.Testing;

/// <summary>
/// Stands between a client and a server on 127.0.0.1 and passes bytes on, until a test makes it slow, silent, cut connections or answer
/// nonsense. What it is told holds for the connections that are open, too.
/// </summary>
public sealed class FaultyProxy : IAsyncDisposable
{
    private static readonly byte[] Nonsense = "<html>502 Bad Gateway</html>\r\n"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly List<TcpClient> _open = [];
    private readonly HashSet<TcpClient> _forgotten = [];
    private readonly int _port;
    private readonly Task _accepting;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Fault _fault = new(TimeSpan.Zero, Silent: false, Garbage: false);

    /// <param name="port">Where the server listens.</param>
    public FaultyProxy(int port)
    {
        _port = port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Passes bytes on as they come.</summary>
    public void Heal() => Become(new Fault(TimeSpan.Zero, Silent: false, Garbage: false));

    /// <summary>Holds every answer back for a while.</summary>
    public void Delay(TimeSpan delay) => Become(new Fault(delay, Silent: false, Garbage: false));

    /// <summary>Takes what comes and passes nothing on, as a host that lost its network; connections stay open.</summary>
    /// <param name="openConnectionsOnly">Whether new connections work, as behind a router that forgot the old ones.</param>
    public void FallSilent(bool openConnectionsOnly = false)
    {
        if (openConnectionsOnly)
        {
            lock (_open)
                _forgotten.UnionWith(_open);
        }
        else
        {
            Become(new Fault(TimeSpan.Zero, Silent: true, Garbage: false));
        }
    }

    /// <summary>Answers with a page of HTML in place of what the server answers.</summary>
    public void SendGarbage() => Become(new Fault(TimeSpan.Zero, Silent: false, Garbage: true));

    /// <summary>Cuts all connections that are open; new ones are let in.</summary>
    public void Cut()
    {
        lock (_open)
        {
            foreach (TcpClient client in _open)
                client.Client.Close(0);
            _open.Clear();
            _forgotten.Clear();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Dispose();
        Cut();
        await _accepting;
        _ended.Dispose();
    }

    private void Become(Fault fault)
    {
        _fault = fault;
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_ended.Token));
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient { NoDelay = true })
        {
            client.NoDelay = true;
            lock (_open)
                _open.AddRange([client, server]);
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _port, _ended.Token);
                // Whichever side ends first ends both.
                await Task.WhenAny(
                    PassAsync(client, server, answers: false),
                    PassAsync(server, client, answers: true));
            }
            catch (Exception cut) when (IsCut(cut))
            {
                // The server is away, or the proxy cut the connection.
            }
            finally
            {
                lock (_open)
                    _open.RemoveAll(open => open == client || open == server);
            }
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to, bool answers)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _ended.Token) is var read and > 0)
            {
                Task changed = Volatile.Read(ref _changed).Task;
                Fault fault = _fault;
                while (fault.Silent)
                {
                    await changed.WaitAsync(_ended.Token);
                    (changed, fault) = (Volatile.Read(ref _changed).Task, _fault);
                }
                lock (_open)
                {
                    if (_forgotten.Contains(from))
                        continue;
                }
                if (answers && fault.Delay > TimeSpan.Zero)
                    await Task.WhenAny(Task.Delay(fault.Delay, _ended.Token), changed);
                await to.GetStream().WriteAsync(answers && fault.Garbage ? Nonsense : buffer.AsMemory(0, read), _ended.Token);
            }
        }
        catch (Exception cut) when (IsCut(cut))
        {
            // One side is gone.
        }
    }

    private static bool IsCut(Exception exception) => exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException
        or InvalidOperationException;

    private sealed record Fault(TimeSpan Delay, bool Silent, bool Garbage);
}
