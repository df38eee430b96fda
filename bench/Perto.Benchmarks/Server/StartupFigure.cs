using Perto.Benchmarks.Figures;

namespace Perto.Benchmarks.Server;

/// <summary>How long it takes from the start of the process until the server is ready.</summary>
internal sealed class StartupFigure : IFigure
{
    public string Name => "server.startup";

    public string Description => "seconds from the start of `perto serve` to ready, with an existing data folder and an empty one, against a bare ASP.NET program; --rounds 7";

    public FigureResult Measure(FigureOptions options)
    {
        int rounds = options.Integer("rounds", 7, 1, 100);
        options.RefuseOthers();

        string folder = Directory.CreateTempSubdirectory("perto-startup-").FullName;
        try
        {
            double[] empty = new double[rounds], existing = new double[rounds], bare = new double[rounds];
            for (int round = -1; round < rounds; round++)
            {
                // The first is not counted: it brings the files into memory.
                string data = Path.Combine(folder, $"{round}");
                double[] seconds =
                [
                    Seconds("perto.dll", ["serve"], data),
                    Seconds("perto.dll", ["serve"], data),
                    Seconds("Perto.Benchmarks.dll", ["serve", "bare", data], data),
                ];
                if (round >= 0)
                    (empty[round], existing[round], bare[round]) = (seconds[0], seconds[1], seconds[2]);
            }

            return new FigureResult(
                Median(existing),
                "s, existing data folder",
                Median(bare),
                Math.Round(Median(bare) / Median(existing), 3),
                new Dictionary<string, object>
                {
                    ["baseline"] = "an ASP.NET program with one endpoint, started in turns with it",
                    ["rounds"] = rounds,
                    ["median_empty_folder"] = Median(empty),
                    ["best_existing"] = Math.Round(existing.Min(), 3),
                    ["best_empty"] = Math.Round(empty.Min(), 3),
                    ["best_bare"] = Math.Round(bare.Min(), 3),
                });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Seconds(string assembly, string[] arguments, string data)
    {
        using ServerUnderLoad server = ServerUnderLoad.Start(assembly, arguments, data);
        return server.SecondsToAnswer;
    }

    private static double Median(double[] values) => Math.Round(values.Order().ElementAt(values.Length / 2), 3);
}
