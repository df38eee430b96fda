using System.Collections.Concurrent;
using System.Diagnostics;
using Perto.Benchmarks.Figures;
using Perto.Platform;

namespace Perto.Benchmarks.Outbox;

/// <summary>Messages that are enqueued and handled in a second, against a row that is inserted and deleted for each.</summary>
internal sealed class OutboxThroughputFigure : IFigure
{
    private const int Seed = 11;

    public string Name => "outbox.throughput";

    public string Description =>
        "messages enqueued, each in a transaction, and handled in a second, against an insert and a delete in a transaction each; "
        + "--messages 20000 --writers 16 --rate 200 --seconds 10 --folder DIR --postgres CONNECTION (default: PERTO_TEST_POSTGRES; none: SQLite alone)";

    public FigureResult Measure(FigureOptions options) => MeasureAsync(options).GetAwaiter().GetResult();

    private static async Task<FigureResult> MeasureAsync(FigureOptions options)
    {
        var load = new Load(
            options.Integer("messages", 20_000, 100, 10_000_000),
            options.Integer("writers", 16, 1, 1_000),
            options.Integer("rate", 200, 1, 100_000),
            options.Integer("seconds", 10, 1, 600));
        string folder = options.Text("folder", "");
        string postgres = options.Text("postgres", Environment.GetEnvironmentVariable("PERTO_TEST_POSTGRES") ?? "");
        options.RefuseOthers();

        EngineResult sqlite = await RunAsync(folder, server: null, load);
        var conditions = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["messages"] = load.Messages,
            ["writers"] = load.Writers,
            ["baseline"] = "a row inserted in a transaction and deleted in another, by as many writers, without workers",
            ["sqlite"] = sqlite,
            ["latency"] = $"from the commit of the enqueue to the commit of the completion, {load.Rate} a second, Poisson, {load.Seconds} s",
        };
        if (postgres.Length > 0)
            conditions["postgres"] = await RunAsync(folder, postgres, load);
        return new FigureResult(sqlite.DatabasePerSecond, "messages/s, SQLite, database handler", sqlite.BarePerSecond, sqlite.Ratio, conditions);
    }

    private static async Task<EngineResult> RunAsync(string folder, string? server, Load load)
    {
        await using RunningOutbox running = await RunningOutbox.StartAsync(folder, server);
        await running.Database.WriteAsync(session => session.ExecuteAsync("create table bare (id bigint primary key, payload text not null)"));

        // A first round of each compiles the code.
        await BareAsync(running.Database, load with { Messages = 500 }, 0);
        await ThroughputAsync(running, "bench.database", load with { Messages = 500 }, keys: 0);
        await ThroughputAsync(running, "bench.external", load with { Messages = 500 }, keys: 0);
        (double bare, double bareProcessor) = await WithProcessorAsync(load, () => BareAsync(running.Database, load, 1_000));
        (double database, double databaseProcessor) = await WithProcessorAsync(load, () => ThroughputAsync(running, "bench.database", load, keys: 0));
        double keyed = await ThroughputAsync(running, "bench.database", load, keys: 1_000);
        double external = await ThroughputAsync(running, "bench.external", load, keys: 0);
        double enqueued = await EnqueueBatchAsync(running, load);
        (double p50, double p99) = await LatencyAsync(running, load);
        return new EngineResult
        {
            DatabasePerSecond = Math.Round(database),
            BarePerSecond = Math.Round(bare),
            Ratio = Math.Round(database / bare, 2),
            KeyedPerSecond = Math.Round(keyed),
            ExternalPerSecond = Math.Round(external),
            BatchEnqueuedPerSecond = Math.Round(enqueued),
            P50Milliseconds = Math.Round(p50, 2),
            P99Milliseconds = Math.Round(p99, 2),
            ProcessorMicroseconds = Math.Round(databaseProcessor),
            BareProcessorMicroseconds = Math.Round(bareProcessor),
        };
    }

    /// <summary>With the processor time of this process for a message, in microseconds: a busy machine does not disturb it.</summary>
    private static async Task<(double PerSecond, double Microseconds)> WithProcessorAsync(Load load, Func<Task<double>> run)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        double perSecond = await run();
        return (perSecond, (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / load.Messages);
    }

    private static async Task<double> BareAsync(IDatabase database, Load load, int first)
    {
        int next = -1;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, load.Writers).Select(_ => Task.Run(async () =>
        {
            for (int i = Interlocked.Increment(ref next); i < load.Messages; i = Interlocked.Increment(ref next))
            {
                int id = first + i;
                await database.WriteAsync(session => session.ExecuteAsync("insert into bare (id, payload) values (@id, @payload)", new { id, payload = """{"order": 1}""" }));
                await database.WriteAsync(session => session.ExecuteAsync("delete from bare where id = @id", new { id }));
            }
        })));
        return load.Messages / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> ThroughputAsync(RunningOutbox running, string topic, Load load, int keys)
    {
        Task all = HandledAsync(running, load.Messages);
        int next = -1;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, load.Writers).Select(_ => Task.Run(async () =>
        {
            for (int i = Interlocked.Increment(ref next); i < load.Messages; i = Interlocked.Increment(ref next))
                await running.Database.WriteAsync(session => running.Outbox.EnqueueAsync(session, Message(topic, i, keys)));
        })));
        await all;
        return load.Messages / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>How fast workers empty a queue that is full already.</summary>
    private static async Task<double> EnqueueBatchAsync(RunningOutbox running, Load load)
    {
        Task all = HandledAsync(running, load.Messages);
        long start = Stopwatch.GetTimestamp();
        foreach (int[] batch in Enumerable.Range(0, load.Messages).Chunk(1_000))
        {
            await running.Database.WriteAsync(
                session => running.Outbox.EnqueueAsync(session, [.. batch.Select(i => Message("bench.database", i, keys: 0))]));
        }
        await all;
        return load.Messages / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<(double P50, double P99)> LatencyAsync(RunningOutbox running, Load load)
    {
        var committed = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var handled = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        running.Handler.Tell((message, at) => handled[message.Id] = at);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var random = new Random(Seed);
        var writing = new List<Task>();
        long start = Stopwatch.GetTimestamp();
        for (double due = 0; due < load.Seconds; due += -Math.Log(1 - random.NextDouble()) / load.Rate)
        {
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < due)
                await tick.WaitForNextTickAsync();
            writing.Add(running.Database.WriteAsync(async session =>
            {
                OutboxReceipt receipt = await running.Outbox.EnqueueAsync(session, Message("bench.database", 0, keys: 0));
                session.AfterCommit(() => committed[receipt.Id] = Stopwatch.GetTimestamp());
            }));
        }
        await Task.WhenAll(writing);
        while (handled.Count < writing.Count)
            await tick.WaitForNextTickAsync();
        double[] latencies = [.. committed.Select(one => Math.Max(0, Stopwatch.GetElapsedTime(one.Value, handled[one.Key]).TotalMilliseconds)).Order()];
        return (latencies[latencies.Length / 2], latencies[(int)(latencies.Length * .99)]);
    }

    private static Task HandledAsync(RunningOutbox running, int count)
    {
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int handled = 0;
        void Count(OutboxDelivery message, long at)
        {
            if (Interlocked.Increment(ref handled) == count)
                all.SetResult();
        }

        running.Handler.Tell(Count);
        running.ExternalHandler.Tell(Count);
        return all.Task;
    }

    private static OutboxMessage Message(string topic, int number, int keys) =>
        OutboxMessage.Of(TenantId.Local, topic, new { Order = number }) with { Key = keys == 0 ? null : $"k{number % keys}" };

    private sealed record Load(int Messages, int Writers, int Rate, int Seconds);

    private sealed record EngineResult
    {
        public required double DatabasePerSecond { get; init; }

        public required double BarePerSecond { get; init; }

        public required double Ratio { get; init; }

        public required double KeyedPerSecond { get; init; }

        public required double ExternalPerSecond { get; init; }

        public required double BatchEnqueuedPerSecond { get; init; }

        public required double P50Milliseconds { get; init; }

        public required double P99Milliseconds { get; init; }

        public required double ProcessorMicroseconds { get; init; }

        public required double BareProcessorMicroseconds { get; init; }
    }
}
