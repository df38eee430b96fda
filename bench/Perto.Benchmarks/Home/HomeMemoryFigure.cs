using Perto.Benchmarks.Figures;

namespace Perto.Benchmarks.Home;

/// <summary>What the server needs of memory as the people in its tables grow, after pages for as many of them each time.</summary>
internal sealed class HomeMemoryFigure : IFigure
{
    // Those before are people with a life, from whom the model is made.
    private const int FirstAdded = 200;

    private static readonly int[] Sizes = [10_000, 100_000, 1_000_000];

    public string Name => "home.memory";

    public string Description =>
        "MB of the server at 1,000,000 people, after pages for some of them, against 10,000 people; --titles 2000 --asked 2000";

    public FigureResult Measure(FigureOptions options)
    {
        int titles = options.Integer("titles", 2_000, 100, 1_000_000);
        int asked = options.Integer("asked", 2_000, 10, 10_000);
        options.RefuseOthers();
        return MeasureAsync(titles, asked).GetAwaiter().GetResult();
    }

    private static async Task<FigureResult> MeasureAsync(int titles, int asked)
    {
        string folder = Directory.CreateTempSubdirectory("perto-memory-").FullName;
        try
        {
            await MadeService.CreateAsync(folder, titles, FirstAdded);
            var memory = new Dictionary<string, object>(StringComparer.Ordinal);
            double first = 0, last = 0;
            int people = FirstAdded;
            foreach (int size in Sizes)
            {
                await MadeService.AddPeopleAsync(folder, people, size - people);
                people = size;
                (double now, double peak) = await AskAsync(folder, people, asked);
                memory[$"people_{size}"] = new { megabytes = now, peak_megabytes = peak };
                first = first == 0 ? now : first;
                last = now;
            }
            return new FigureResult(last, "MB", first, Math.Round(first / last, 3), new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["baseline"] = "the same server with 10,000 people in its tables",
                ["titles"] = titles,
                ["asked"] = asked,
                ["memory"] = memory,
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(double Now, double Peak)> AskAsync(string folder, int people, int asked)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        await using ServerProcess server = await ServerProcess.StartAsync(folder, http);
        for (int i = 0; i < asked; i++)
        {
            int person = FirstAdded + (int)((long)(people - FirstAdded) * i / asked);
            using HttpResponseMessage answer = await http.GetAsync($"v1/streaming/users/m{person}/home?device=tv");
            answer.EnsureSuccessStatusCode();
        }
        return (Math.Round(server.Memory / 1e6), Math.Round(server.PeakMemory / 1e6));
    }
}
