using Microsoft.Extensions.DependencyInjection;
using Perto.Benchmarks.Figures;
using Perto.Server;
using Perto.Streaming;

namespace Perto.Benchmarks.Home;

/// <summary>What a home page costs, over HTTP, with the cache off.</summary>
internal sealed class HomeRequestFigure : IFigure
{
    private const int Seed = 11;

    public string Name => "home.request";

    public string Description =>
        "CPU ms of the server for a home page over HTTP, cache off, against that of /health/live; p99 at 60 % of saturation and at 500/s; "
        + "--titles 9000 --people 2000 --seconds 10";

    public FigureResult Measure(FigureOptions options)
    {
        int titles = options.Integer("titles", 9_000, 100, 1_000_000);
        int people = options.Integer("people", 2_000, 10, 1_000_000);
        int seconds = options.Integer("seconds", 10, 1, 600);
        options.RefuseOthers();
        return MeasureAsync(titles, people, TimeSpan.FromSeconds(seconds)).GetAwaiter().GetResult();
    }

    private static async Task<FigureResult> MeasureAsync(int titles, int people, TimeSpan duration)
    {
        string folder = Directory.CreateTempSubdirectory("perto-home-").FullName;
        try
        {
            await MakeServiceAsync(folder, titles, people);
            using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 });
            await using ServerProcess server = await ServerProcess.StartAsync(folder, http);
            string[] pages = [.. Enumerable.Range(1, people).Select(person => $"v1/streaming/users/{person}/home?device=tv&time_of_day=evening")];

            await ClosedLoop.RunAsync(http, pages, TimeSpan.FromSeconds(10));
            (double floorCpu, _) = await CpuAsync(server, http, ["health/live"], duration);
            (double homeCpu, double saturation) = await CpuAsync(server, http, pages, duration);
            LoadResult atSixty = await new OpenLoop(http, pages, Seed).RunAsync(0.6 * saturation, duration);
            LoadResult atFiveHundred = await new OpenLoop(http, pages, Seed).RunAsync(500, duration);
            return new FigureResult(
                Math.Round(homeCpu, 3),
                "CPU ms/request",
                Math.Round(floorCpu, 3),
                Math.Round(floorCpu / homeCpu, 3),
                new Dictionary<string, object>
                {
                    ["baseline"] = "CPU ms of GET /health/live under the same closed loop: the floor of HTTP",
                    ["titles"] = titles,
                    ["people"] = people,
                    ["seconds_each"] = duration.TotalSeconds,
                    ["load_generator"] = "same machine, same cores",
                    ["saturation_per_second"] = Math.Round(saturation),
                    ["at_60_percent"] = atSixty,
                    ["at_500_per_second"] = atFiveHundred,
                    ["server_peak_memory_mb"] = Math.Round(server.PeakMemory / 1e6),
                });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(double CpuMs, double PerSecond)> CpuAsync(ServerProcess server, HttpClient http, string[] paths, TimeSpan duration)
    {
        TimeSpan before = server.Cpu;
        (long requests, double elapsed) = await ClosedLoop.RunAsync(http, paths, duration);
        return ((server.Cpu - before).TotalMilliseconds / requests, requests / elapsed);
    }

    // The generated service through the product's own import and training.
    private static async Task MakeServiceAsync(string folder, int titles, int people)
    {
        string files = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName;
        await new ServiceGenerator(new GeneratorSettings { Titles = titles, People = people, TypicalViews = 80 }, TimeProvider.System.GetUtcNow())
            .WriteAsync(files, CancellationToken.None);
        await using PertoHost host = PertoServer.Create(new PertoServerOptions
        {
            Settings = new Dictionary<string, string?> { ["Perto:DataFolder"] = folder, ["Perto:Workers"] = "false" },
        });
        await host.PrepareAsync();
        IStreaming streaming = host.Services.GetRequiredService<StreamingTenants>().For(TenantId.Local);
        await streaming.ImportAsync(files, progress: null, CancellationToken.None);
        await streaming.TrainAsync(progress: null, CancellationToken.None);
    }
}
