using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Perto.Benchmarks.Figures;
using Perto.Server;
using Perto.Streaming;

namespace Perto.Benchmarks.Home;

/// <summary>Lists and home pages of many people at once, into a file; against the same lists one by one over the library.</summary>
internal sealed class BatchRecommendFigure : IFigure
{
    public string Name => "batch.recommend";

    public string Description =>
        "lists of 20 titles of a batch, people/s into a JSON Lines file with everything embedded; against the same lists asked one by one in process; "
        + "--titles 9000 --people 2000";

    public FigureResult Measure(FigureOptions options)
    {
        int titles = options.Integer("titles", 9_000, 100, 1_000_000);
        int people = options.Integer("people", 2_000, 100, 1_000_000);
        options.RefuseOthers();
        return MeasureAsync(titles, people).GetAwaiter().GetResult();
    }

    private static async Task<FigureResult> MeasureAsync(int titles, int people)
    {
        string folder = Directory.CreateTempSubdirectory("perto-batch-").FullName;
        try
        {
            await MadeService.CreateAsync(folder, titles, people);
            await using PertoHost host = PertoServer.Create(new PertoServerOptions
            {
                // The lists one by one must have the same sources, whatever the machine does beside.
                Settings = new Dictionary<string, string?>
                {
                    ["Perto:DataFolder"] = folder,
                    ["Perto:Workers"] = "false",
                    ["Perto:Streaming:SourceBudgetMs"] = "30000",
                    ["Perto:Streaming:ExplorationShare"] = "0",
                },
            });
            await host.PrepareAsync();
            IStreaming streaming = host.Services.GetRequiredService<StreamingTenants>().For(TenantId.Local);
            // All that is measured runs on code and rows of features that others have warmed.
            await BatchAsync(streaming, BatchKind.Home, Path.Combine(folder, "warm.jsonl"));
            await BatchAsync(streaming, BatchKind.List, Path.Combine(folder, "warm.jsonl"));

            (double lists, double listsCpu) = await RateAsync(people, () => BatchAsync(streaming, BatchKind.List, Path.Combine(folder, "lists.jsonl")));
            (double pages, double pagesCpu) = await RateAsync(people, () => BatchAsync(streaming, BatchKind.Home, Path.Combine(folder, "pages.jsonl")));
            (double one, double oneCpu) = await RateAsync(people, async () =>
            {
                for (int person = 1; person <= people; person++)
                    await streaming.RecommendAsync($"{person}", BatchRequest.DefaultTop, CancellationToken.None);
            });
            return new FigureResult(Math.Round(lists, 1), "people/s", Math.Round(one, 1), Math.Round(lists / one, 2), new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["baseline"] = "the same lists asked one after another in process, each person for the first time",
                ["titles"] = titles,
                ["people"] = people,
                ["top"] = BatchRequest.DefaultTop,
                ["threads"] = Environment.ProcessorCount,
                ["cpu_ms_a_list"] = Math.Round(listsCpu, 3),
                ["cpu_ms_a_list_one_by_one"] = Math.Round(oneCpu, 3),
                ["home_pages_per_second"] = Math.Round(pages, 1),
                ["cpu_ms_a_home_page"] = Math.Round(pagesCpu, 3),
                ["file_bytes_a_list"] = new FileInfo(Path.Combine(folder, "lists.jsonl")).Length / people,
                ["peak_process_memory_mb"] = Math.Round(Process.GetCurrentProcess().PeakWorkingSet64 / 1e6),
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task BatchAsync(IStreaming streaming, BatchKind kind, string file)
    {
        BatchRun run = await streaming.BatchAsync(new BatchRequest { Kind = kind }, new BatchTarget(file), progress: null, CancellationToken.None);
        if (run.State != BatchState.Done || run.Failed > 0)
            throw new InvalidOperationException($"The batch ended {run.State}, with {run.Failed} failures");
    }

    private static async Task<(double PerSecond, double CpuMs)> RateAsync(int people, Func<Task> work)
    {
        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        long started = Stopwatch.GetTimestamp();
        await work();
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        process.Refresh();
        return (people / seconds, (process.TotalProcessorTime - before).TotalMilliseconds / people);
    }
}
