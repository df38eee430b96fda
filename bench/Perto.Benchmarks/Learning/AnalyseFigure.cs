using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Perto.Benchmarks.Figures;
using Perto.Cli;
using Perto.Numerics;

namespace Perto.Benchmarks.Learning;

/// <summary>How fast the rows of an experiment are analysed, by the command itself.</summary>
internal sealed class AnalyseFigure : IFigure
{
    private const long Seed = 7;
    private const int RowsByUnit = 3;

    public string Name => "abtest.analyse";

    public string Description =>
        "perto abtest analyse of a CSV, rows a second, against the obvious LINQ over its lines; --rows 3000000 --rounds 3";

    public FigureResult Measure(FigureOptions options)
    {
        int rows = options.Integer("rows", 3_000_000, 1_000, 50_000_000);
        int rounds = options.Integer("rounds", 3, 1, 20);
        options.RefuseOthers();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("perto-figure-");
        try
        {
            string file = Path.Combine(folder.FullName, "rows.csv");
            Write(file, rows);
            double ours = double.PositiveInfinity;
            double obvious = double.PositiveInfinity;
            double processor = double.PositiveInfinity;
            double ourBytes = 0;
            double obviousBytes = 0;
            for (int round = 0; round < rounds; round++)
            {
                (double seconds, double processorSeconds, double effect, ourBytes) = Timed(() => Command(file));
                (double slowSeconds, _, double slowEffect, obviousBytes) = Timed(() => Obvious(file));
                if (Math.Abs(effect - slowEffect) > 1e-9)
                    throw new InvalidOperationException($"The effects differ: {effect} and {slowEffect}.");
                ours = Math.Min(ours, seconds);
                processor = Math.Min(processor, processorSeconds);
                obvious = Math.Min(obvious, slowSeconds);
            }
            return new FigureResult(
                rows / ours,
                "rows/s",
                rows / obvious,
                obvious / ours,
                new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["rows"] = rows,
                    ["units"] = rows / RowsByUnit,
                    ["metrics"] = "revenue, bought:proportion, clicks/views:ratio",
                    ["file_mb"] = Math.Round(new FileInfo(file).Length / 1e6),
                    ["best_of_rounds"] = rounds,
                    ["seed"] = Seed,
                    ["per_processor_second"] = rows / processor,
                    ["allocated_mb"] = Math.Round(ourBytes / 1e6),
                    ["baseline_allocated_mb"] = Math.Round(obviousBytes / 1e6),
                });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Units come back in an order that no cache likes.
    private static void Write(string file, int rows)
    {
        var random = new SeededRandom(Seed);
        int units = Math.Max(2, rows / RowsByUnit);
        using StreamWriter writer = new(file);
        writer.Write("unit,variant,revenue,bought,clicks,views\n");
        for (int row = 0; row < rows; row++)
        {
            int unit = random.Next(units);
            int views = 1 + random.Next(9);
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"user-{unit},{(unit % 2 == 0 ? "control" : "b")},{random.NextDouble() * 20:0.00},{(random.Next(10) == 0 ? 1 : 0)},{random.Next(views + 1)},{views}\n"));
        }
    }

    private static (double Seconds, double ProcessorSeconds, double Effect, double Bytes) Timed(Func<double> analyse)
    {
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        double effect = analyse();
        return (
            Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds, effect,
            GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }

    private static double Command(string file)
    {
        TextWriter console = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            string[] line = ["--json", "abtest", "analyse", file, "--metric", "revenue", "--metric", "bought:proportion", "--metric", "clicks/views:ratio"];
            int exitCode = PertoCommand.RunAsync(line).GetAwaiter().GetResult();
            if (exitCode != 0)
                throw new InvalidOperationException($"The command ended with {exitCode}.");
        }
        finally
        {
            Console.SetOut(console);
        }
        return (double)JsonNode.Parse(output.ToString())!["comparisons"]![0]!["absolute"]!["estimate"]!;
    }

    private static double Obvious(string file)
    {
        var arms = File.ReadLines(file).Skip(1)
            .Select(line => line.Split(','))
            .Select(cells => (
                Unit: cells[0], Arm: cells[1], Revenue: double.Parse(cells[2], CultureInfo.InvariantCulture), Bought: double.Parse(cells[3], CultureInfo.InvariantCulture),
                Clicks: double.Parse(cells[4], CultureInfo.InvariantCulture), Views: double.Parse(cells[5], CultureInfo.InvariantCulture)))
            .GroupBy(row => row.Unit)
            .Select(unit => (
                unit.First().Arm, Revenue: unit.Sum(row => row.Revenue), Bought: unit.Max(row => row.Bought), Clicks: unit.Sum(row => row.Clicks),
                Views: unit.Sum(row => row.Views)))
            .GroupBy(unit => unit.Arm)
            .Select(arm => (
                Arm: arm.Key, Revenue: arm.Average(unit => unit.Revenue), Squares: arm.Sum(unit => unit.Revenue * unit.Revenue),
                Bought: arm.Average(unit => unit.Bought), Ratio: arm.Sum(unit => unit.Clicks) / arm.Sum(unit => unit.Views)))
            .ToDictionary(arm => arm.Arm);
        return arms["b"].Revenue - arms["control"].Revenue;
    }
}
