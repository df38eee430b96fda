using Perto.Platform;

namespace Perto.Streaming;

/// <summary>The people of batches: for whom each makes pages, what was made for them where it goes into the table, and who failed.</summary>
internal sealed class BatchPeople(IDatabase database, Suppressions suppressions)
{
    /// <summary>Failures that a batch names; all are counted.</summary>
    public const int MaxFailures = 100;

    private const int DeletedAtOnce = 2_000;

    private static readonly string[] Columns = ["tenant", "batch", "user_id", "page", "failure"];

    /// <summary>Writes down who was listed; erased people are left out.</summary>
    public static async Task ListAsync(DatabaseSession session, TenantId tenant, string batch, IReadOnlyList<string> users, SuppressionCheck suppressed)
    {
        IReadOnlySet<string> erased = await suppressed.AmongAsync(session, tenant, [.. users]);
        await session.BulkInsertAsync("streaming_batch_person", Columns, [.. users.Where(user => !erased.Contains(user))], user => [tenant, batch, user, null, null]);
    }

    /// <summary>Who was listed is not kept longer than it is needed.</summary>
    public static Task ForgetListAsync(DatabaseSession session, TenantId tenant, string batch) => session.ExecuteAsync(
        "delete from streaming_batch_person where tenant = @tenant and batch = @batch and page is null and failure is null", new { tenant, batch });

    /// <summary>How many people a batch makes pages for.</summary>
    public static Task<long> CountAsync(DatabaseSession session, TenantId tenant, string batch, bool listed, BatchSegment? segment) =>
        session.ScalarAsync<long>($"select count(*) {From(listed, segment)}", Of(tenant, batch, segment));

    /// <summary>The next people, by id; none when all are done.</summary>
    public Task<IReadOnlyList<string>> NextAsync(TenantId tenant, BatchRow run, BatchSegment? segment, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.QueryAsync<string>(
            $"select id {From(run.Listed, segment)} and id > @reached order by id limit @limit", Of(tenant, run.Id, segment, run.Reached, limit)),
        cancellationToken);

    /// <summary>Writes pages into the table; false when the batch has been ended meanwhile. Pages that are there already are the same.</summary>
    public async Task<bool> StoreAsync(TenantId tenant, string batch, IReadOnlyList<(string User, string Page)> pages, KeptLease lease, CancellationToken cancellationToken)
    {
        SuppressionCheck suppressed = await suppressions.CheckAsync(cancellationToken);
        return await database.WriteAsync(
            async session =>
            {
                await lease.RequireAsync(session);
                if (!await BatchRuns.HoldRunningAsync(session, tenant, batch))
                    return false;
                IReadOnlySet<string> erased = await suppressed.AmongAsync(session, tenant, [.. pages.Select(page => page.User)]);
                await session.BulkInsertAsync(
                    "streaming_batch_person",
                    Columns,
                    [.. pages.Where(page => !erased.Contains(page.User))],
                    page => [tenant, batch, page.User, page.Page, null],
                    "on conflict (tenant, batch, user_id) do update set page = excluded.page, failure = null");
                return true;
            },
            cancellationToken);
    }

    /// <summary>Names who failed, in the transaction that counts them.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="tenant">Whose people.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="failures">Who failed now.</param>
    /// <param name="before">How many failed before.</param>
    /// <param name="suppressed">Erased people are left out.</param>
    public static async Task AddFailuresAsync(
        DatabaseSession session, TenantId tenant, string batch, IReadOnlyList<BatchFailure> failures, long before, SuppressionCheck suppressed)
    {
        IReadOnlySet<string> erased = await suppressed.AmongAsync(session, tenant, [.. failures.Select(failure => failure.User)]);
        await session.BulkInsertAsync(
            "streaming_batch_person",
            Columns,
            [.. failures.Where(failure => !erased.Contains(failure.User)).Take((int)Math.Max(0, MaxFailures - before))],
            failure => [tenant, batch, failure.User, null, failure.Failure],
            "on conflict (tenant, batch, user_id) do update set page = null, failure = excluded.failure");
    }

    /// <summary>The first who failed.</summary>
    public async Task<IReadOnlyList<BatchFailure>> FailuresAsync(TenantId tenant, string batch, CancellationToken cancellationToken) =>
        [.. (await database.ReadAsync(
            session => session.QueryAsync<Line>(
                """
                select user_id, failure from streaming_batch_person
                where tenant = @tenant and batch = @batch and failure is not null order by user_id limit @MaxFailures
                """,
                new { tenant, batch, MaxFailures }),
            cancellationToken)).Select(line => new BatchFailure(line.UserId, line.Failure!))];

    /// <summary>What the table has of a person, as JSON; null for nothing.</summary>
    public Task<string?> PageAsync(TenantId tenant, string batch, string user, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ScalarAsync<string>(
            "select page from streaming_batch_person where tenant = @tenant and batch = @batch and user_id = @user", new { tenant, batch, user }),
        cancellationToken);

    /// <summary>Pages of the table by the people's ids, as JSON.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="after">The person after whom they begin; empty for the first.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<IReadOnlyList<(string User, string Page)>> PagesAsync(TenantId tenant, string batch, string after, int limit, CancellationToken cancellationToken) =>
        [.. (await database.ReadAsync(
            session => session.QueryAsync<Line>(
                """
                select user_id, page from streaming_batch_person
                where tenant = @tenant and batch = @batch and user_id > @after and page is not null order by user_id limit @limit
                """,
                new { tenant, batch, after, limit }),
            cancellationToken)).Select(line => (line.UserId, line.Page!))];

    /// <summary>Deletes all that is kept of a batch's people.</summary>
    public async Task DeleteAsync(TenantId tenant, string batch, CancellationToken cancellationToken)
    {
        int deleted;
        do
        {
            // In parts: other writes must not wait for a million rows.
            deleted = await database.WriteAsync(
                session => session.ExecuteAsync(
                    """
                    delete from streaming_batch_person where tenant = @tenant and batch = @batch and user_id in
                        (select user_id from streaming_batch_person where tenant = @tenant and batch = @batch limit @DeletedAtOnce)
                    """,
                    new { tenant, batch, DeletedAtOnce }),
                cancellationToken);
        }
        while (deleted == DeletedAtOnce);
    }

    /// <summary>The people of a batch as a table with the column <c>id</c>.</summary>
    private static string From(bool listed, BatchSegment? segment)
    {
        if (listed)
            return "from (select user_id as id from streaming_batch_person where tenant = @tenant and batch = @batch) as listed where true";
        string account = segment is { Country: not null } or { Tier: not null }
            ? "inner join streaming_account on streaming_account.tenant = streaming_person.tenant and streaming_account.user_id = streaming_person.id"
            : "";
        return $"""
            from streaming_person {account} where streaming_person.tenant = @tenant
            {(segment?.Country is null ? "" : "and streaming_account.country = @Country")}
            {(segment?.Tier is null ? "" : "and streaming_account.tier = @Tier")}
            {(segment?.ActiveSinceAt is null ? "" : "and streaming_person.last_active >= @since")}
            """;
    }

    private static object Of(TenantId tenant, string batch, BatchSegment? segment, string reached = "", int limit = 0) => new
    {
        tenant,
        batch,
        segment?.Country,
        segment?.Tier,
        since = segment?.ActiveSinceAt is { } since ? UnixMicros.From(since) : (long?)null,
        reached,
        limit,
    };

    private sealed record Line
    {
        public string UserId { get; init; } = "";

        public string? Page { get; init; }

        public string? Failure { get; init; }
    }
}
