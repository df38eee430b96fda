using System.Runtime.CompilerServices;
using System.Text.Json;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Pages for many people at once, by the pipeline that serves them.</summary>
public sealed class Batches
{
    private const int PagesAtOnce = 500;

    private readonly BatchRuns _runs;
    private readonly BatchPeople _people;
    private readonly BatchRunner _runner;
    private readonly TimeProvider _clock;
    private readonly int _maxTop;

    internal Batches(BatchRuns runs, BatchPeople people, BatchRunner runner, PertoSettings perto, TimeProvider clock)
    {
        _runs = runs;
        _people = people;
        _runner = runner;
        _clock = clock;
        _maxTop = Math.Min(StreamingService.MaxTitles, perto.Recommendations.MaxCount);
    }

    /// <summary>Asks for a batch into the table; a worker of any server makes it, one after another for each tenant.</summary>
    /// <param name="tenant">Whose people.</param>
    /// <param name="request">What is made.</param>
    /// <param name="resume">Whether the latest batch of the same request is answered, if one waits, is at work or is done, and none begun.</param>
    /// <param name="cancellationToken">Gives up before it is asked for.</param>
    /// <exception cref="InvalidValueException">The request breaks a rule.</exception>
    /// <exception cref="ConflictException">Too many wait already.</exception>
    public async Task<BatchRun> QueueAsync(TenantId tenant, BatchRequest request, bool resume, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return (await _runs.QueueAsync(tenant, BatchRules.Check(request, _maxTop, _clock.GetUtcNow()), resume, cancellationToken)).ToRun();
    }

    /// <summary>Makes a batch in this process. What stops it leaves it to be gone on with by <see cref="BatchTarget.Resume"/>.</summary>
    /// <param name="tenant">Whose people.</param>
    /// <param name="request">What is made.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidValueException">The request breaks a rule, the folder of the file is not there, or what is gone on with has been cut.</exception>
    public async Task<BatchRun> RunAsync(
        TenantId tenant, BatchRequest request, BatchTarget target, IProgress<BatchProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(target);
        request = BatchRules.Check(request, _maxTop, _clock.GetUtcNow());
        target = target with { File = target.FullPath() };
        string id = (await _runs.BeginAsync(tenant, request, target, cancellationToken)).Id;
        try
        {
            await _runner.RunAsync(tenant, id, progress, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await _runs.EndAsync(tenant, id, BatchState.Interrupted, failure: null);
            throw;
        }
        catch (Exception failure) when (failure is not ConflictException)
        {
            await _runs.EndAsync(tenant, id, BatchState.Failed, failure.Message);
            throw;
        }
        return await FindAsync(tenant, id, CancellationToken.None);
    }

    /// <summary>A batch, with the first who failed.</summary>
    /// <exception cref="NotFoundException">There is none with this id.</exception>
    public async Task<BatchRun> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        BatchRow row = await RequireAsync(tenant, id, cancellationToken);
        return row.ToRun(row.Failed == 0 ? [] : await _people.FailuresAsync(tenant, id, cancellationToken));
    }

    /// <summary>The latest batches, latest first.</summary>
    public async Task<IReadOnlyList<BatchRun>> ListAsync(TenantId tenant, int limit, CancellationToken cancellationToken) =>
        [.. (await _runs.ListAsync(tenant, limit, cancellationToken)).Select(row => row.ToRun())];

    /// <summary>Ends a batch after its present chunk; one that has ended stays as it is.</summary>
    /// <exception cref="NotFoundException">There is none with this id.</exception>
    public async Task<BatchRun> CancelAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        await RequireAsync(tenant, id, cancellationToken);
        await _runs.CancelAsync(tenant, id, cancellationToken);
        return await FindAsync(tenant, id, cancellationToken);
    }

    /// <summary>Deletes a batch with its pages; one that has not ended is cancelled first.</summary>
    /// <exception cref="NotFoundException">There is none with this id.</exception>
    public async Task DeleteAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        await RequireAsync(tenant, id, cancellationToken);
        await _runs.CancelAsync(tenant, id, cancellationToken);
        await _people.DeleteAsync(tenant, id, cancellationToken);
        await _runs.DeleteAsync(tenant, id, cancellationToken);
    }

    /// <summary>What a batch made for a person; there as soon as it is made.</summary>
    /// <exception cref="NotFoundException">There is no such batch, or it has no page of this person.</exception>
    public async Task<BatchedPage> PageAsync(TenantId tenant, string id, string user, CancellationToken cancellationToken)
    {
        EventRules.CheckId(user, "user");
        await RequireAsync(tenant, id, cancellationToken);
        string page = await _people.PageAsync(tenant, id, user, cancellationToken) ?? throw new NotFoundException("page", user);
        return JsonSerializer.Deserialize<BatchedPage>(page, PertoJson.Options)!;
    }

    /// <summary>A batch of which the table has all pages.</summary>
    /// <exception cref="NotFoundException">There is none with this id.</exception>
    /// <exception cref="ConflictException">It is not done, or was written to a file.</exception>
    internal async Task<BatchRow> RequireDoneAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        BatchRow run = await RequireAsync(tenant, id, cancellationToken);
        if (run.State != BatchRow.Name(BatchState.Done))
            throw new ConflictException("batch_not_done", $"The batch {id} is {run.State}; it can be downloaded when it is done");
        return run.File is null ? run : throw new ConflictException("batch_in_file", $"The batch {id} was written to a file of the machine that made it, and not into the table");
    }

    /// <summary>The pages of a batch by the people's ids, as the lines of a file.</summary>
    internal async IAsyncEnumerable<byte[]> LinesAsync(TenantId tenant, string id, BatchFormat format, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return BatchText.Header(format);
        string after = "";
        while (await _people.PagesAsync(tenant, id, after, PagesAtOnce, cancellationToken) is { Count: > 0 } pages)
        {
            foreach ((_, string page) in pages)
                yield return BatchText.Of(JsonSerializer.Deserialize<BatchedPage>(page, PertoJson.Options)!, format);
            after = pages[^1].User;
        }
    }

    private async Task<BatchRow> RequireAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        await _runs.FindAsync(tenant, id, cancellationToken) ?? throw new NotFoundException("batch", id);
}
