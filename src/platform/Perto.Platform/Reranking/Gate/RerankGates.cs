using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>The gates of all tenants, in the database. Safe for use by many threads and servers.</summary>
internal sealed class RerankGates(
    IDatabase database, RerankAnswerJournal journal, RerankingSettings settings, TimeProvider clock, ILogger<RerankGates> logger)
{
    /// <summary>What stands in an answer whose order is that of the re-ranker.</summary>
    public const string Reranked = "reranked";

    /// <summary>What stands in an answer whose order is that of the retrieval.</summary>
    public const string Original = "original";

    // A gate changes seldom, and may be read a thousand times a second.
    private static readonly TimeSpan MemoryAge = TimeSpan.FromSeconds(5);
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<(TenantId Tenant, string Scope, ModelName Model), (RerankGate Gate, DateTimeOffset At)> _memory = new();

    /// <summary>What is known of a model in a scope; at most some seconds old.</summary>
    public async Task<RerankGate> GetAsync(TenantId tenant, string scope, ModelName model, CancellationToken cancellationToken)
    {
        if (!settings.Gate.Enabled)
            return new RerankGate();
        (TenantId, string, ModelName) key = (tenant, scope, model);
        if (_memory.TryGetValue(key, out (RerankGate Gate, DateTimeOffset At) known) && clock.GetUtcNow() - known.At < MemoryAge)
            return known.Gate;
        RerankGate gate = Parse(await database.ReadAsync(
            session => session.ScalarAsync<string>(
                "select state from reranking_gate where tenant = @tenant and scope = @scope and model = @model",
                new { tenant, scope, model = model.ToString() }),
            cancellationToken));
        Remember(key, gate);
        return gate;
    }

    /// <summary>Learns from feedback.</summary>
    /// <exception cref="NotFoundException">There is no such answer, or it is too old.</exception>
    /// <exception cref="InvalidValueException">An id is none of the answer's results.</exception>
    public async Task<RerankFeedbackReport> LearnAsync(TenantId tenant, RerankFeedback feedback, CancellationToken cancellationToken)
    {
        RerankQuery.CheckText("id", feedback.Id, RerankQuery.MaxNameLength);
        if (feedback.Used.Count > RerankQuery.MaxKeep)
            throw InvalidValueException.OutOfRange("used", feedback.Used.Count, 0, RerankQuery.MaxKeep);
        // Feedback of a program may come within the same second.
        if (journal.Waits(tenant, feedback.Id))
            await journal.FlushAsync(cancellationToken);
        long now = UnixMicros.Now(clock);
        (KeptRerankAnswer answer, RerankFeedbackReport report, RerankGate? closed) = await database.WriteAsync(
            session => LearnAsync(session, tenant, feedback, now), cancellationToken);
        _memory.TryRemove((tenant, answer.Scope, ModelName.Parse(answer.Model)), out _);
        if (closed is not null)
        {
            RerankLog.Closed(
                logger, answer.Model, answer.Scope, tenant.Value, report.Gate.Advantage, closed.Feedbacks, UnixMicros.ToMoment(closed.OffUntil));
        }
        return report;
    }

    /// <summary>The gates of a tenant that got feedback, the newest first; at most a hundred.</summary>
    public async Task<IReadOnlyList<RerankGateStatus>> ListAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        long now = UnixMicros.Now(clock);
        IReadOnlyList<GateRow> rows = await database.ReadAsync(
            session => session.QueryAsync<GateRow>(
                "select scope, model, state from reranking_gate where tenant = @tenant order by updated_at desc, scope, model limit 100", new { tenant }),
            cancellationToken);
        return [.. rows.Select(row => Parse(row.State).Status(row.Scope, row.Model, settings.Gate, now))];
    }

    private async Task<(KeptRerankAnswer Answer, RerankFeedbackReport Report, RerankGate? Closed)> LearnAsync(
        DatabaseSession session, TenantId tenant, RerankFeedback feedback, long now)
    {
        KeptRerankAnswer answer = await session.FirstOrDefaultAsync<KeptRerankAnswer>(
            "select * from reranking_answer where tenant = @tenant and id = @Id and at >= @oldest",
            new { tenant, feedback.Id, oldest = now - (long)TimeSpan.FromDays(settings.Gate.FeedbackDays).TotalMicroseconds })
            ?? throw new NotFoundException("re-ranked answer", feedback.Id);
        string[] original = Ids(answer.Original);
        string[] reranked = Ids(answer.Reranked);
        double advantage = OrderAdvantage.Of(original, reranked, Shown(feedback, answer.Shown == Reranked ? reranked : original));
        bool first = await session.ExecuteAsync(
            "update reranking_answer set feedback_at = @now where tenant = @tenant and id = @Id and feedback_at is null", new { now, tenant, feedback.Id }) == 1;

        // The row is held from here on, so that no feedback that comes at the same time is lost.
        GateRow row = (await session.FirstOrDefaultAsync<GateRow>(
            """
            insert into reranking_gate (tenant, scope, model, revision, state, updated_at) values (@tenant, @Scope, @Model, 1, '', @now)
            on conflict (tenant, scope, model) do update set revision = reranking_gate.revision + 1, updated_at = excluded.updated_at
            returning scope, model, state
            """,
            new { tenant, answer.Scope, answer.Model, now }))!;
        RerankGate before = Parse(row.State);
        RerankGate after = first ? before.With(advantage, answer.Propensity, settings.Gate, now) : before;
        await session.ExecuteAsync(
            "update reranking_gate set state = @state where tenant = @tenant and scope = @Scope and model = @Model",
            new { state = JsonSerializer.Serialize(after, PertoJson.Options), tenant, answer.Scope, answer.Model });
        var report = new RerankFeedbackReport { Counted = first, Advantage = advantage, Gate = after.Status(answer.Scope, answer.Model, settings.Gate, now) };
        return (answer, report, after.IsOff(now) && !before.IsOff(now) ? after : null);
    }

    private static HashSet<string> Shown(RerankFeedback feedback, string[] shown)
    {
        HashSet<string> used = new(StringComparer.Ordinal);
        foreach ((int place, string id) in feedback.Used.Index())
        {
            if (!shown.Contains(id, StringComparer.Ordinal))
                throw new InvalidValueException($"used[{place}]", id, "the id of a result of that answer", $"used[{place}] is none of the results of that answer; got '{id}'");
            used.Add(id);
        }
        return used;
    }

    private void Remember((TenantId, string, ModelName) key, RerankGate gate)
    {
        // A scope is a name that callers choose.
        if (_memory.Count >= MostRemembered)
            _memory.Clear();
        _memory[key] = (gate, clock.GetUtcNow());
    }

    private static RerankGate Parse(string? state) => string.IsNullOrEmpty(state) ? new RerankGate() : JsonSerializer.Deserialize<RerankGate>(state, PertoJson.Options)!;

    private static string[] Ids(string list) => JsonSerializer.Deserialize<string[]>(list)!;

    private sealed record GateRow
    {
        public string Scope { get; init; } = "";

        public string Model { get; init; } = "";

        public string State { get; init; } = "";
    }
}
