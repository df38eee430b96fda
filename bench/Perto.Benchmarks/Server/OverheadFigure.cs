using Microsoft.AspNetCore.Builder;
using Perto.Benchmarks.Figures;
using Perto.Server;
using static Perto.Benchmarks.Server.ServerUnderLoad;

namespace Perto.Benchmarks.Server;

/// <summary>What Perto adds to a request that does nothing, beside ASP.NET with the same endpoint.</summary>
internal sealed class OverheadFigure : IFigure
{
    private const string Live = "/health/live";

    public string Name => "server.overhead";

    public string Description =>
        "CPU microseconds of a request that does nothing through the whole server, against the same endpoint on bare ASP.NET; bytes allocated, latencies; "
        + "--seconds 5 --connections 4 --rounds 3";

    public FigureResult Measure(FigureOptions options)
    {
        var duration = TimeSpan.FromSeconds(options.Integer("seconds", 5, 1, 600));
        int connections = options.Integer("connections", 4, 1, 256);
        int rounds = options.Integer("rounds", 3, 1, 100);
        options.RefuseOthers();

        string folder = Directory.CreateTempSubdirectory("perto-overhead-").FullName;
        try
        {
            Load[] perto = new Load[rounds], live = new Load[rounds], bare = new Load[rounds];
            using (ServerUnderLoad whole = Start("Perto.Benchmarks.dll", ["serve", "perto", folder], folder))
            using (ServerUnderLoad floor = Start("Perto.Benchmarks.dll", ["serve", "bare", folder], folder))
            {
                // Until the code is compiled for good.
                whole.Run(BareServer.Path, connections, duration);
                whole.Run(Live, connections, duration / 2);
                floor.Run(BareServer.Path, connections, duration);
                for (int round = 0; round < rounds; round++)
                {
                    perto[round] = whole.Run(BareServer.Path, connections, duration);
                    bare[round] = floor.Run(BareServer.Path, connections, duration);
                    live[round] = whole.Run(Live, connections, duration);
                }
            }

            Load best = Best(perto), best0 = Best(bare);
            (double allocated, double allocatedLive, double allocatedBare) = AllocatedAsync(folder).GetAwaiter().GetResult();
            return new FigureResult(
                best.CpuMicroseconds,
                "CPU microseconds/request",
                best0.CpuMicroseconds,
                Math.Round(best0.CpuMicroseconds / best.CpuMicroseconds, 3),
                new Dictionary<string, object>
                {
                    ["baseline"] = "the same endpoint on ASP.NET with routing and nothing else, in turns with the other",
                    ["seconds_each"] = duration.TotalSeconds,
                    ["connections"] = connections,
                    ["best_of_rounds"] = rounds,
                    ["api"] = best,
                    ["health_live"] = Best(live),
                    ["bare"] = best0,
                    ["allocated_bytes_api"] = allocated,
                    ["allocated_bytes_health_live"] = allocatedLive,
                    ["allocated_bytes_bare"] = allocatedBare,
                });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Load Best(Load[] rounds) => rounds.MinBy(round => round.CpuMicroseconds)!;

    // In this process, where every allocation can be counted: the load itself makes none.
    private static async Task<(double Api, double Live, double Bare)> AllocatedAsync(string folder)
    {
        await using WebApplication bare = BareServer.Bare();
        await bare.StartAsync(CancellationToken.None);
        double floor = Allocated(new Uri(bare.Urls.First()), BareServer.Path);
        await using PertoHost perto = BareServer.Perto(Path.Combine(folder, "allocated"));
        await perto.StartAsync(CancellationToken.None);
        await perto.WaitUntilReadyAsync(CancellationToken.None);
        var address = new Uri(perto.Address);
        return (Allocated(address, BareServer.Path), Allocated(address, Live), floor);
    }

    private static double Allocated(Uri address, string path)
    {
        const int Requests = 20_000;
        using var connection = new RawConnection(address, path);
        for (int i = 0; i < Requests; i++)
            connection.Send();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < Requests; i++)
            connection.Send();
        return Math.Round((GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Requests);
    }
}
