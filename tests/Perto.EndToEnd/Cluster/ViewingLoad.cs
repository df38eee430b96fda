using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;

namespace Perto.EndToEnd;

/// <summary>
/// Callers who record what people watched and saw, as real ones do: a request that got no answer is sent again, to another server, under its
/// key, until it is acknowledged.
/// </summary>
internal sealed class ViewingLoad(IReadOnlyList<Uri> servers, int titles) : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<long, bool> _sent = new();
    private readonly ConcurrentDictionary<long, bool> _acknowledged = new();
    private Task _callers = Task.CompletedTask;
    private long _next;

    /// <summary>Numbers of all batches that were sent at least once.</summary>
    public ICollection<long> Sent => _sent.Keys;

    /// <summary>Numbers of the batches that a server has acknowledged.</summary>
    public ICollection<long> Acknowledged => _acknowledged.Keys;

    /// <summary>Who watched in a batch, and when: one view and one impression of a title.</summary>
    public static (string User, DateTimeOffset At) Of(long batch) =>
        ($"u{batch % 50}", Start.AddMilliseconds(batch));

    public void Begin(int callers) => _callers = Task.WhenAll(Enumerable.Range(0, callers).Select(caller => CallAsync(caller)));

    /// <summary>Returns when <paramref name="more"/> batches were acknowledged from now on.</summary>
    public async Task ProgressAsync(int more, CancellationToken cancellationToken)
    {
        int wanted = _acknowledged.Count + more;
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (_acknowledged.Count < wanted)
        {
            if (_callers.IsFaulted)
                await _callers;
            await pause.WaitForNextTickAsync(cancellationToken);
        }
    }

    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _callers;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _callers.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task CallAsync(int caller)
    {
        int server = caller;
        while (!_stop.IsCancellationRequested)
        {
            long batch = Interlocked.Increment(ref _next);
            _sent[batch] = true;
            while (!_stop.IsCancellationRequested && !await TryAsync(servers[server % servers.Count], batch))
                server++;
        }
    }

    private async Task<bool> TryAsync(Uri server, long batch)
    {
        (string user, DateTimeOffset at) = Of(batch);
        string title = (batch % titles).ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, "v1/streaming/events"))
        {
            Content = JsonContent.Create(new
            {
                events = new object[]
                {
                    new { type = "view", user, title, at, progress = 0.5 },
                    new { type = "impression", user, title, at, row = "top", rank = 1 },
                },
            }),
        };
        request.Headers.Add("Idempotency-Key", $"batch-{batch}");
        try
        {
            using HttpResponseMessage answer = await _http.SendAsync(request, _stop.Token);
            int status = (int)answer.StatusCode;
            // What is refused for good would be refused again for ever.
            if (status is >= 400 and < 500 and not 409 and not 429)
                throw new InvalidOperationException($"{status}: {await answer.Content.ReadAsStringAsync(CancellationToken.None)}");
            if (answer.IsSuccessStatusCode)
                _acknowledged[batch] = true;
            return answer.IsSuccessStatusCode;
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
