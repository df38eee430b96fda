using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>The jobs of one server process: several stand on one database.</summary>
internal sealed class JobServer : IAsyncDisposable
{
    public const string Job = "counting";

    private readonly ServiceProvider _services;

    public JobServer(IDatabase database, TimeProvider clock, Deeds deeds, string schedule = "every 00:01:00", JobOptions? options = null)
    {
        _services = new ServiceCollection().AddMetrics().AddSingleton(deeds).BuildServiceProvider();
        IConfiguration none = new ConfigurationBuilder().Build();
        JobDefinition definition = ScheduledJobs.Define<CountingJob>(Job, JobSchedule.Parse(schedule), options ?? new JobOptions { Description = "Counts" }, none);
        var jobs = new ScheduledJobs([definition], none);
        var ids = new IdGenerator(clock);
        var table = new JobTable(database, ids, clock);
        Runner = new JobRunner(
            jobs, table, new LeaseKeeper(database, ids, clock), _services, new JobMetrics(Meters, clock), clock, new CollectingLogger().For<JobRunner>());
        Jobs = new LocalJobs(jobs, table, Runner, clock);
    }

    public JobRunner Runner { get; }

    public LocalJobs Jobs { get; }

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    /// <summary>Looks, and waits until all that was taken up is done.</summary>
    public async Task RunDueAsync()
    {
        await Runner.TickAsync(TestContext.Current.CancellationToken);
        await Runner.IdleAsync();
    }

    public async Task<IReadOnlyList<JobRun>> LogAsync() => (await Jobs.RunsAsync(Job, new Paging(500), TestContext.Current.CancellationToken)).Items;

    public async ValueTask DisposeAsync()
    {
        await Runner.DisposeAsync();
        await _services.DisposeAsync();
    }
}

/// <summary>What the job of all servers does and did.</summary>
internal sealed class Deeds
{
    private int _count;

    public int Count => _count;

    /// <summary>What a run does; it is told its number.</summary>
    public Func<int, JobContext, CancellationToken, Task>? Work { get; set; }

    public async Task<string> DoAsync(JobContext context, CancellationToken cancellationToken)
    {
        int number = Interlocked.Increment(ref _count);
        if (Work is not null)
            await Work(number, context, cancellationToken);
        return $"counted to {number}";
    }
}

internal sealed class CountingJob(Deeds deeds) : IScheduledJob
{
    public Task<string> RunAsync(JobContext context, CancellationToken cancellationToken) => deeds.DoAsync(context, cancellationToken);
}
