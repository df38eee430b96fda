using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perto.Benchmarks.Figures;
using Perto.Platform;

namespace Perto.Benchmarks.Language;

/// <summary>How long it takes to be given the kept vector of a text, from the text to the vector.</summary>
internal sealed class EmbeddingCacheHitFigure : IFigure
{
    private const int Rounds = 5;
    private const int Seed = 31;

    public string Name => "embedding.cache.hit";

    public string Description =>
        "processor time of a text whose vector is in the memory of the server, one thread: normal form, SHA-256, key, look, count; "
        + "--texts 10000 --words 20 --dimensions 384 --milliseconds 500";

    public FigureResult Measure(FigureOptions options) => MeasureAsync(options).GetAwaiter().GetResult();

    private static async Task<FigureResult> MeasureAsync(FigureOptions options)
    {
        int count = options.Integer("texts", 10_000, 1, 100_000);
        int words = options.Integer("words", 20, 1, 1_000);
        int dimensions = options.Integer("dimensions", 384, 1, 4_096);
        var time = TimeSpan.FromMilliseconds(options.Integer("milliseconds", 500, 10, 60_000));
        options.RefuseOthers();
        var random = new Random(Seed);
        string[] texts = [.. Enumerable.Range(0, count).Select(i => string.Join(' ', Enumerable.Range(0, words).Select(_ => $"word{random.Next(5_000)}")) + $" {i}")];

        DirectoryInfo folder = Directory.CreateTempSubdirectory("perto-figure-");
        try
        {
            await using ServiceProvider services = Services(folder.FullName, dimensions);
            await services.GetRequiredService<DatabaseMigrator>().MigrateAsync(CancellationToken.None);
            Embeddings embeddings = services.GetRequiredService<Embeddings>();
            var obvious = new ObviousCache(dimensions);
            foreach (string[] part in texts.Chunk(EmbeddingRequest.MaxTexts))
                await embeddings.EmbedAsync(TenantId.Local, part);
            foreach (string text in texts)
                obvious.Get(text);

            float[] Kept(string text)
            {
                Task<float[]> found = embeddings.EmbedAsync(TenantId.Local, text);
                return found.IsCompletedSuccessfully ? found.Result : throw new InvalidOperationException($"'{text}' is no hit");
            }

            double hit = double.MaxValue, baseline = double.MaxValue;
            for (int round = 0; round < Rounds; round++)
            {
                hit = Math.Min(hit, Microseconds(Kept, texts, time));
                baseline = Math.Min(baseline, Microseconds(obvious.Get, texts, time));
            }
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (string text in texts)
                Kept(text);
            double allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)count;
            return new FigureResult(Math.Round(hit, 3), "CPU us/hit, 1 thread", Math.Round(baseline, 3), Math.Round(baseline / hit, 2), new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["texts"] = count,
                ["characters"] = texts[0].Length,
                ["dimensions"] = dimensions,
                ["seed"] = Seed,
                ["best_of_rounds"] = Rounds,
                ["allocated_bytes_per_hit"] = Math.Round(allocated),
                ["goal_us"] = 20,
                ["baseline"] = "a locked dictionary by the hexadecimal SHA-256 of the text, without normal form, model, tenant, expiry or counts",
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ServiceProvider Services(string folder, int dimensions)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddPerto(new ConfigurationBuilder()
            .AddInMemoryCollection([new("Perto:DataFolder", folder), new("Perto:Embeddings:Model", "constant"), new("Perto:Embeddings:Prewarm", "false")])
            .Build());
        services.AddSingleton<IEmbeddingProvider>(new ConstantModel(dimensions));
        return services.BuildServiceProvider();
    }

    /// <summary>Processor time of this process: a busy machine does not disturb it.</summary>
    private static double Microseconds(Func<string, float[]> look, string[] texts, TimeSpan time)
    {
        long looks = 0;
        TimeSpan before = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            for (int i = 0; i < 1_000; i++)
                look(texts[(int)((looks + i) % texts.Length)]);
            looks += 1_000;
        }
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / looks;
    }

    private sealed class ObviousCache(int dimensions)
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, float[]> _vectors = new(StringComparer.Ordinal);

        public float[] Get(string text)
        {
            string key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            lock (_lock)
            {
                if (!_vectors.TryGetValue(key, out float[]? vector))
                    _vectors.Add(key, vector = new float[dimensions]);
                return vector;
            }
        }
    }

    private sealed class ConstantModel(int dimensions) : IEmbeddingProvider, IEmbeddingGenerator<string, Embedding<float>>
    {
        public string Name => "constant";

        public IEmbeddingGenerator<string, Embedding<float>> Generator(string model) => this;

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            float[] vector = new float[dimensions];
            vector[0] = 1;
            return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(_ => new Embedding<float>(vector))));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
