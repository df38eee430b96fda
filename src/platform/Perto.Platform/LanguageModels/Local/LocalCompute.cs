using Microsoft.Extensions.Options;

namespace Perto.Platform;

/// <summary>
/// The threads that models of files work on: so many for all of them together, whoever calls, so that requests that do no such work find a core.
/// </summary>
internal sealed class LocalCompute
{
    private readonly TaskScheduler _scheduler;
    private readonly int _threads;

    public LocalCompute(IOptions<LanguageModelSettings> settings)
    {
        _threads = settings.Value.Threads > 0 ? settings.Value.Threads : Environment.ProcessorCount;
        _scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, _threads).ConcurrentScheduler;
    }

    /// <summary>Does a piece of work off the calling thread. Callers wait in line when all threads are busy.</summary>
    /// <param name="work">The work, which shares out what it can by the options it is given.</param>
    /// <param name="cancellationToken">Gives up, before the work begins or where the work looks.</param>
    public Task<T> RunAsync<T>(Func<ParallelOptions, T> work, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () => work(new ParallelOptions { MaxDegreeOfParallelism = _threads, TaskScheduler = _scheduler, CancellationToken = cancellationToken }),
        cancellationToken,
        TaskCreationOptions.DenyChildAttach,
        _scheduler);
}
