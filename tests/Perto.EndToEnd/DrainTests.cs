using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Perto.Testing;

namespace Perto.EndToEnd;

public sealed class DrainTests
{
    private static readonly TimeSpan BetweenArrivals = TimeSpan.FromMilliseconds(4);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_asked_to_stop_under_load_answers_all_that_it_took()
    {
        using var folder = new TemporaryFolder();
        await using RunningServer server = await PertoProgram.ServeAsync(
            folder.Path, [], Cancellation, ("PERTO__SERVER__DRAINDELAYSECONDS", "2"), ("PERTO__SERVER__DRAINSECONDS", "30"));

        // An upload that is under way when the server is asked, and ends only after its door is closed.
        var rest = new TaskCompletionSource();
        using var files = new MultipartFormDataContent { { new PausedFile(rest.Task), "files", "titles.csv" } };
        Task<HttpResponseMessage> upload = server.Http.PostAsync("v1/streaming/imports", files, Cancellation);

        var asked = new TaskCompletionSource();
        Task<IReadOnlyList<Task<HttpResponseMessage>>> load = SendUntilStoppingAsync(server, asked);
        await asked.Task;
        Task<ProcessResult> stopped = server.StopAsync(Cancellation);

        IReadOnlyList<Task<HttpResponseMessage>> requests = await load;
        foreach (Task<HttpResponseMessage> request in requests)
        {
            using HttpResponseMessage answer = await request;
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await UntilTheDoorIsClosedAsync(server.Address);
        Assert.False(upload.IsCompleted);
        rest.SetResult();
        using HttpResponseMessage uploaded = await upload;
        Assert.Equal(HttpStatusCode.Accepted, uploaded.StatusCode);
        Assert.True(uploaded.Headers.ConnectionClose);
        Assert.Equal(0, (await stopped).ExitCode);
    }

    /// <summary>Sends requests at fixed moments, as a load balancer would, until readiness says that the server takes its leave.</summary>
    private static async Task<IReadOnlyList<Task<HttpResponseMessage>>> SendUntilStoppingAsync(RunningServer server, TaskCompletionSource asked)
    {
        const int Before = 200;
        List<Task<HttpResponseMessage>> requests = [];
        using var arrivals = new PeriodicTimer(BetweenArrivals);
        while (true)
        {
            requests.Add(server.Http.GetAsync("v1/vectors/collections", Cancellation));
            if (requests.Count == Before)
                asked.SetResult();
            if (requests.Count > Before && requests.Count % 10 == 0)
            {
                using HttpResponseMessage ready = await server.Http.GetAsync("health/ready", Cancellation);
                if (ready.StatusCode == HttpStatusCode.ServiceUnavailable)
                    return requests;
            }

            await arrivals.WaitForNextTickAsync(Cancellation);
        }
    }

    private static async Task UntilTheDoorIsClosedAsync(Uri address)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            using var door = new TcpClient();
            try
            {
                await door.ConnectAsync(address.Host, address.Port, Cancellation);
            }
            catch (SocketException)
            {
                return;
            }

            await pause.WaitForNextTickAsync(Cancellation);
        }
    }

    /// <summary>A file whose second half comes when it is told to.</summary>
    private sealed class PausedFile : HttpContent
    {
        private readonly Task _rest;

        public PausedFile(Task rest)
        {
            _rest = rest;
            Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes("id,name,year,genres\nheat,Heat,1995,Crime\n"), Cancellation);
            await stream.FlushAsync(Cancellation);
            await _rest;
            await stream.WriteAsync(Encoding.UTF8.GetBytes("up,Up,2009,Animation\n"), Cancellation);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
