using System.Text.Json;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// Trainings asked for over HTTP. Each is written down together with its work in the outbox, and carried out by a worker of any server, one after
/// another for each tenant; one that dies with its server is begun again.
/// </summary>
public sealed class TrainingRuns(IDatabase database, Outbox outbox, IdGenerator ids, TimeProvider clock)
{
    private const string Columns = "id, model, state, detail, progress, report, failure, asked_at, finished_at";
    private const int MaxQueued = 16;

    /// <summary>Asks for a training.</summary>
    /// <param name="tenant">Of whose data.</param>
    /// <param name="model">What to train.</param>
    /// <param name="cancellationToken">Gives up before it is asked for.</param>
    /// <exception cref="ConflictException">Too many wait already.</exception>
    public Task<TrainingRun> AskAsync(TenantId tenant, TrainedModel model, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            long waiting = await session.ScalarAsync<long>(
                "select count(*) from streaming_training where tenant = @tenant and state in ('queued', 'running')", new { tenant });
            if (waiting >= MaxQueued)
                throw new ConflictException("trainings_waiting", $"{MaxQueued} trainings wait already; ask again when one is done");
            var row = new TrainingRow { Id = ids.NewId(), Model = TrainingRow.Name(model), State = TrainingRow.Name(TrainingState.Queued), AskedAt = UnixMicros.Now(clock) };
            await session.ExecuteAsync(
                "insert into streaming_training (tenant, id, model, state, progress, asked_at) values (@tenant, @Id, @Model, @State, 0, @AskedAt)",
                new { tenant, row.Id, row.Model, row.State, row.AskedAt });
            await outbox.EnqueueAsync(session, OutboxMessage.Of(tenant, TrainingWork.Topic, new TrainingOrder(row.Id, model)) with { Key = "collaborative" });
            return row.ToRun();
        },
        cancellationToken);

    /// <summary>A run.</summary>
    /// <exception cref="NotFoundException">There is none with this id.</exception>
    public async Task<TrainingRun> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            session => session.FirstOrDefaultAsync<TrainingRow>(
                $"select {Columns} from streaming_training where tenant = @tenant and id = @id", new { tenant, id }),
            cancellationToken) ?? throw new NotFoundException("training", id)).ToRun();

    /// <summary>The latest runs of a tenant, latest first.</summary>
    public async Task<IReadOnlyList<TrainingRun>> ListAsync(TenantId tenant, int limit, CancellationToken cancellationToken) =>
        [.. (await database.ReadAsync(
            session => session.QueryAsync<TrainingRow>(
                $"select {Columns} from streaming_training where tenant = @tenant order by id desc limit @limit", new { tenant, limit }),
            cancellationToken)).Select(row => row.ToRun())];

    /// <summary>Writes how far a run is; returns false when it has ended already.</summary>
    internal Task<bool> ReportAsync(TenantId tenant, string id, TrainingState state, TrainingProgress? progress, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session => await session.ExecuteAsync(
                """
                update streaming_training set state = @state, detail = @detail, progress = @progress
                where tenant = @tenant and id = @id and state in ('queued', 'running')
                """,
                new { tenant, id, state = TrainingRow.Name(state), detail = progress?.Detail, progress = progress?.Done ?? 0 }) == 1,
            cancellationToken);

    /// <summary>Writes how a run ended.</summary>
    internal Task EndAsync(TenantId tenant, string id, object? report, string? failure) => database.WriteAsync(
        session => session.ExecuteAsync(
            """
            update streaming_training set state = @state, report = @report, failure = @failure, progress = @progress, finished_at = @now
            where tenant = @tenant and id = @id and state in ('queued', 'running')
            """,
            new
            {
                tenant,
                id,
                state = TrainingRow.Name(report is null ? TrainingState.Failed : TrainingState.Done),
                report = report is null ? null : JsonSerializer.Serialize(report, report.GetType(), PertoJson.Options),
                failure,
                progress = report is null ? 0 : 1,
                now = UnixMicros.Now(clock),
            }));
}
