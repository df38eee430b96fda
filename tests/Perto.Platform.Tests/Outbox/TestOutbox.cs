using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Perto.Postgres;
using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>An outbox on a database of its own, with as many workers as a test starts. Disposing of it stops them.</summary>
internal sealed class TestOutbox : IAsyncDisposable
{
    private readonly TestDatabase _test;
    private readonly OutboxRates _rates;
    private readonly List<OutboxWorker> _workers = [];
    private readonly List<IAsyncDisposable> _signals = [];

    private TestOutbox(TestDatabase test, TimeProvider clock, OutboxSettings settings, OutboxTopic[] topics)
    {
        _test = test;
        Clock = clock;
        Settings = settings;
        Topics = new OutboxTopics(topics);
        Limits = new OutboxLimits(clock);
        _rates = new OutboxRates(clock);
        Depths = new OutboxDepths(test.Database, Topics, clock, NullLogger<OutboxDepths>.Instance);
        Metrics = new OutboxMetrics(test.Meters, Depths);
        Signal = NewSignal();
        Outbox = NewOutbox(Signal);
        Letters = new DeadLetters(test.Database, Signal, settings, clock);
        Status = new OutboxStatus(test.Database, Topics, _rates, clock);
    }

    public IDatabase Database => _test.Database;

    public TestDatabase Test => _test;

    public TimeProvider Clock { get; }

    public OutboxSettings Settings { get; }

    public OutboxTopics Topics { get; }

    public OutboxLimits Limits { get; }

    public OutboxDepths Depths { get; }

    public OutboxMetrics Metrics { get; }

    public IOutboxSignal Signal { get; }

    public Outbox Outbox { get; }

    public DeadLetters Letters { get; }

    public OutboxStatus Status { get; }

    public CollectingLogger Log { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task<TestOutbox> OpenAsync(SqlDialect engine, params OutboxTopic[] topics) => OpenAsync(engine, TimeProvider.System, topics);

    /// <summary>Nothing but signals, due times and ends of handlers wakes its workers.</summary>
    public static async Task<TestOutbox> OpenAsync(SqlDialect engine, TimeProvider clock, params OutboxTopic[] topics) => new(
        await TestDatabase.OpenMigratedAsync(engine), clock, new OutboxSettings { PollInterval = TimeSpan.FromMinutes(10) }, topics);

    /// <summary>The signal of another process on the same database.</summary>
    public IOutboxSignal NewSignal()
    {
        if (_test.ConnectionString is not { } connection)
            return Signal ?? new LocalOutboxSignal();
        var signal = new PostgresOutboxSignal(connection, TimeProvider.System, Log.For<PostgresOutboxSignal>());
        _signals.Add(signal);
        return signal;
    }

    public Outbox NewOutbox(IOutboxSignal signal) => new(Topics, Limits, signal, new IdGenerator(Clock), Clock);

    public OutboxQueue NewQueue(string owner) => new(Database, Topics.All.Single(), owner, Settings, Clock);

    public async Task<OutboxWorker> StartWorkerAsync(IDatabase? database = null, IOutboxSignal? signal = null)
    {
        var worker = new OutboxWorker(
            Topics, EmptyServices.Instance, database ?? Database, signal ?? Signal, new IdGenerator(Clock), Metrics, _rates, Limits, Options.Create(Settings), Clock,
            Log.For<OutboxWorker>());
        _workers.Add(worker);
        await worker.StartAsync(Token);
        return worker;
    }

    public Task<OutboxReceipt> EnqueueAsync(OutboxMessage message) => Database.WriteAsync(session => Outbox.EnqueueAsync(session, message), Token);

    public Task<OutboxReceipt> EnqueueAsync(object payload, string? key = null, string topic = "test", TimeSpan delay = default) =>
        EnqueueAsync(OutboxMessage.Of(TenantId.Local, topic, payload) with { Key = key, Delay = delay });

    public Task<long> CountAsync(string table, string condition = "1 = 1") =>
        Database.ReadAsync(session => session.ScalarAsync<long>($"select count(*) from {table} where {condition}"), Token);

    public Task<T?> ScalarAsync<T>(string sql) => Database.ReadAsync(session => session.ScalarAsync<T>(sql), Token);

    public Task<int> ExecuteAsync(string sql) => Database.WriteAsync(session => session.ExecuteAsync(sql), Token);

    /// <summary>Waits for what the worker is about to write.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (OutboxWorker worker in _workers)
        {
            // Handlers that a failed test left waiting are cancelled.
            await worker.StopAsync(new CancellationToken(canceled: Token.IsCancellationRequested));
            worker.Dispose();
        }
        foreach (IAsyncDisposable signal in _signals)
            await signal.DisposeAsync();
        Metrics.Dispose();
        await _test.DisposeAsync();
    }

    private sealed class EmptyServices : IServiceProvider
    {
        public static EmptyServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}

/// <summary>Handlers of tests.</summary>
internal static class TestTopic
{
    /// <summary>Tries follow each other at once.</summary>
    public static OutboxTopicOptions Eager { get; } = new() { FirstBackoff = TimeSpan.FromMilliseconds(1), LongestBackoff = TimeSpan.FromMilliseconds(2) };

    public static OutboxTopic External(Func<OutboxDelivery, CancellationToken, Task> handle, OutboxTopicOptions? options = null, string name = "test") =>
        new(name, options ?? Eager, _ => new ExternalHandler(handle));

    public static OutboxTopic Transactional(Func<OutboxDelivery, DatabaseSession, Task> handle, OutboxTopicOptions? options = null, string name = "test") =>
        new(name, options ?? Eager, _ => new DatabaseHandler(handle));

    private sealed class ExternalHandler(Func<OutboxDelivery, CancellationToken, Task> handle) : IOutboxHandler
    {
        public Task HandleAsync(OutboxDelivery message, CancellationToken cancellationToken) => handle(message, cancellationToken);
    }

    private sealed class DatabaseHandler(Func<OutboxDelivery, DatabaseSession, Task> handle) : IOutboxDatabaseHandler
    {
        public Task HandleAsync(OutboxDelivery message, DatabaseSession session) => handle(message, session);
    }
}

/// <summary>Keeps what a handler was given, and lets a test wait for it.</summary>
internal sealed class Inbox
{
    private readonly Channel<OutboxDelivery> _arrived = Channel.CreateUnbounded<OutboxDelivery>();

    public Task AddAsync(OutboxDelivery message, CancellationToken cancellationToken = default) => _arrived.Writer.WriteAsync(message, cancellationToken).AsTask();

    public async Task<OutboxDelivery> NextAsync() => await _arrived.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public async Task<IReadOnlyList<OutboxDelivery>> NextAsync(int count)
    {
        var all = new List<OutboxDelivery>();
        while (all.Count < count)
            all.Add(await NextAsync());
        return all;
    }

    public bool IsEmpty => _arrived.Reader.Count == 0;
}
