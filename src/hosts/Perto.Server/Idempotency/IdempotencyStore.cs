using System.Text.Json;
using Perto.Platform;

namespace Perto.Server;

/// <summary>
/// Keeps claims and answers in the database, so that every server process knows them. A claim lapses when its holder has not
/// renewed it for <see cref="ClaimTime"/>: a crash cannot lock a key for ever. The work that the dead holder had done is not
/// undone by that; a request that was cut off by a crash is carried out again.
/// </summary>
internal sealed class IdempotencyStore(IDatabase database, IdGenerator ids, TimeProvider clock)
{
    /// <summary>How long a claim holds without being renewed.</summary>
    public static readonly TimeSpan ClaimTime = TimeSpan.FromSeconds(30);

    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan KeepTime = TimeSpan.FromHours(24);

    /// <summary>Claims <paramref name="key"/> for <paramref name="request"/>, or says why that cannot be.</summary>
    public Task<ClaimOutcome> ClaimAsync(TenantId tenant, string key, RequestFingerprint request, CancellationToken cancellationToken)
    {
        var claim = new IdempotencyClaim(tenant, key, ids.NewId());
        long now = UnixMicros.Now(clock);
        return database.WriteAsync<ClaimOutcome>(async session =>
        {
            int claimed = await session.ExecuteAsync(
                """
                insert into server_idempotency
                  (tenant, idempotency_key, endpoint, request_sha256, claim, claimed_until, created_at, expires_at)
                values (@Tenant, @Key, @Endpoint, @Sha256, @Claim, @ClaimedUntil, @Now, @ExpiresAt)
                on conflict (tenant, idempotency_key) do update set
                  endpoint = excluded.endpoint, request_sha256 = excluded.request_sha256, claim = excluded.claim,
                  claimed_until = excluded.claimed_until, created_at = excluded.created_at, expires_at = excluded.expires_at,
                  status = null, headers = null, body = null
                where server_idempotency.expires_at <= @Now
                  or (server_idempotency.status is null and server_idempotency.claimed_until <= @Now
                      and server_idempotency.request_sha256 = excluded.request_sha256)
                """,
                new
                {
                    Tenant = tenant.Value,
                    Key = key,
                    request.Endpoint,
                    request.Sha256,
                    Claim = claim.Id,
                    ClaimedUntil = now + Micros(ClaimTime),
                    Now = now,
                    ExpiresAt = now + Micros(KeepTime),
                });
            return claimed == 1 ? new ClaimOutcome.Held(claim) : await StandingAsync(session, tenant, key, request);
        }, cancellationToken);
    }

    /// <summary>Goes on holding the claim.</summary>
    public Task RenewAsync(IdempotencyClaim claim, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.ExecuteAsync(
            """
            update server_idempotency set claimed_until = @ClaimedUntil
            where tenant = @Tenant and idempotency_key = @Key and claim = @Id and status is null
            """,
            new { Tenant = claim.Tenant.Value, claim.Key, claim.Id, ClaimedUntil = UnixMicros.Now(clock) + Micros(ClaimTime) }),
        cancellationToken);

    /// <summary>Keeps the answer, unless the claim has lapsed and another holds it now.</summary>
    public Task CompleteAsync(IdempotencyClaim claim, StoredAnswer answer, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.ExecuteAsync(
            """
            update server_idempotency set status = @Status, headers = @Headers, body = @Body
            where tenant = @Tenant and idempotency_key = @Key and claim = @Id and status is null
            """,
            new
            {
                Tenant = claim.Tenant.Value,
                claim.Key,
                claim.Id,
                answer.Status,
                Headers = JsonSerializer.Serialize(answer.Headers, PertoJson.Options),
                answer.Body,
            }),
        cancellationToken);

    /// <summary>Gives the claim up: the request may be tried again with the same key.</summary>
    public Task ReleaseAsync(IdempotencyClaim claim, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.ExecuteAsync(
            """
            delete from server_idempotency
            where tenant = @Tenant and idempotency_key = @Key and claim = @Id and status is null
            """,
            new { Tenant = claim.Tenant.Value, claim.Key, claim.Id }),
        cancellationToken);

    /// <summary>Deletes what has expired; returns how many.</summary>
    public Task<int> DeleteExpiredAsync(CancellationToken cancellationToken) => database.WriteAsync(
        session => session.ExecuteAsync(
            "delete from server_idempotency where expires_at <= @Now", new { Now = UnixMicros.Now(clock) }),
        cancellationToken);

    private static async Task<ClaimOutcome> StandingAsync(DatabaseSession session, TenantId tenant, string key, RequestFingerprint request)
    {
        Row? row = await session.FirstOrDefaultAsync<Row>(
            """
            select endpoint, request_sha256, status, headers, body from server_idempotency
            where tenant = @Tenant and idempotency_key = @Key
            """,
            new { Tenant = tenant.Value, Key = key });
        return row switch
        {
            // Released between the two statements: the caller tries again in a moment.
            null => new ClaimOutcome.InProgress(),
            _ when row.RequestSha256 != request.Sha256 => new ClaimOutcome.Reused(row.Endpoint),
            { Status: null } => new ClaimOutcome.InProgress(),
            { Status: { } status } => new ClaimOutcome.Answered(new StoredAnswer(status, row.HeaderMap(), row.Body)),
        };
    }

    private static long Micros(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    private sealed record Row
    {
        public required string Endpoint { get; init; }

        public required string RequestSha256 { get; init; }

        public int? Status { get; init; }

        public string? Headers { get; init; }

        public byte[]? Body { get; init; }

        public Dictionary<string, string> HeaderMap() =>
            JsonSerializer.Deserialize<Dictionary<string, string>>(Headers ?? "{}", PertoJson.Options)!;
    }
}
