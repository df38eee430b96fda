using System.Net.Http.Json;
using System.Text.Json;
using Perto.Benchmarks.Figures;

namespace Perto.Benchmarks.Home;

/// <summary>What a home page costs, over HTTP, with the cache off.</summary>
internal sealed class HomeRequestFigure : IFigure
{
    private const int Seed = 11;

    // In the folder of a service that is whole.
    private const string Made = "made";

    public string Name => "home.request";

    public string Description =>
        "CPU ms of the server for a home page over HTTP, cache off, against that of /health/live; p99 at 60 % of saturation and at 500/s; "
        + "--titles 9000 --people 2000 --asked 2000 --seconds 10; the goal is of --titles 100000 --people 1000000 --asked 500; --folder keeps the service, and measures the one that is there";

    public FigureResult Measure(FigureOptions options)
    {
        int titles = options.Integer("titles", 9_000, 100, 1_000_000);
        int people = options.Integer("people", 2_000, 10, 1_000_000);
        int asked = options.Integer("asked", Math.Min(people, 2_000), 10, people);
        int seconds = options.Integer("seconds", 10, 1, 600);
        string kept = options.Text("folder", "");
        options.RefuseOthers();
        return MeasureAsync(titles, people, asked, kept, TimeSpan.FromSeconds(seconds)).GetAwaiter().GetResult();
    }

    private static async Task<FigureResult> MeasureAsync(int titles, int people, int asked, string kept, TimeSpan duration)
    {
        string folder = kept.Length > 0 ? kept : Directory.CreateTempSubdirectory("perto-home-").FullName;
        try
        {
            if (!File.Exists(Path.Combine(folder, Made)))
            {
                await MadeService.CreateAsync(folder, titles, asked);
                await MadeService.AddPeopleAsync(folder, 1, people - asked);
                await File.WriteAllTextAsync(Path.Combine(folder, Made), "");
            }
            using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 });
            await using ServerProcess server = await ServerProcess.StartAsync(folder, http);
            string[] pages = [.. Enumerable.Range(1, asked).Select(person => $"v1/streaming/users/{person}/home?device=tv&time_of_day=evening")];

            // Histories and features of titles come into memory with the first pages.
            await server.IdleAsync();
            for (int round = 0; round < 2; round++)
                await AskAllAsync(http, pages);
            await ClosedLoop.RunAsync(http, pages, TimeSpan.FromSeconds(10));
            (double floorCpu, _) = await CpuAsync(server, http, ["health/live"], duration);
            (double homeCpu, double saturation) = await CpuAsync(server, http, pages, duration);
            Dictionary<string, double> steps = await StepsAsync(http, pages);
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
                    ["asked"] = asked,
                    ["seconds_each"] = duration.TotalSeconds,
                    ["load_generator"] = "same machine, same cores",
                    ["saturation_per_second"] = Math.Round(saturation),
                    ["steps_ms_one_by_one"] = steps,
                    ["at_60_percent"] = atSixty,
                    ["at_500_per_second"] = atFiveHundred,
                    ["server_peak_memory_mb"] = Math.Round(server.PeakMemory / 1e6),
                });
        }
        finally
        {
            if (kept.Length == 0)
                Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(double CpuMs, double PerSecond)> CpuAsync(ServerProcess server, HttpClient http, string[] paths, TimeSpan duration)
    {
        TimeSpan before = server.Cpu;
        (long requests, double elapsed) = await ClosedLoop.RunAsync(http, paths, duration);
        return ((server.Cpu - before).TotalMilliseconds / requests, requests / elapsed);
    }

    private static async Task AskAllAsync(HttpClient http, string[] pages)
    {
        foreach (string page in pages)
        {
            using HttpResponseMessage answer = await http.GetAsync(page);
            answer.EnsureSuccessStatusCode();
        }
    }

    // What the pages say of themselves, with no other request on its way.
    private static async Task<Dictionary<string, double>> StepsAsync(HttpClient http, string[] pages)
    {
        const int Asked = 200;
        var steps = new Dictionary<string, double>(StringComparer.Ordinal);
        for (int i = 0; i < Asked; i++)
        {
            JsonElement page = await http.GetFromJsonAsync<JsonElement>(pages[i % pages.Length]);
            foreach (JsonProperty step in page.GetProperty("timing_ms").EnumerateObject())
                steps[step.Name] = steps.GetValueOrDefault(step.Name) + (step.Value.GetDouble() / Asked);
        }
        return steps.ToDictionary(step => step.Key, step => Math.Round(step.Value, 3), StringComparer.Ordinal);
    }
}
