using System.Runtime.CompilerServices;
using System.Text;
using Perto.Platform;

namespace Perto.Server;

/// <summary>Answers that are kept for callers who send a request again: their bodies and addresses may name anybody.</summary>
internal sealed class KeptAnswers(IDatabase database) : IPersonalDataSource
{
    private const int PageRows = 200;

    public string Name => "server/answers";

    public string Description =>
        "Answers to requests with an Idempotency-Key, kept for 24 hours. Of those that name the person the body is deleted, and the whole line where the key or the address names them.";

    public IReadOnlyList<string> Tables => ["server_idempotency"];

    public async Task<long> CountAsync(TenantId tenant, string subject, CancellationToken cancellationToken)
    {
        long answers = 0;
        await foreach (Row _ in FindAsync(tenant, new SubjectText(subject), cancellationToken))
            answers++;
        return answers;
    }

    public async Task<bool> EraseAsync(TenantId tenant, string subject, CancellationToken cancellationToken)
    {
        var text = new SubjectText(subject);
        await foreach (Row row in FindAsync(tenant, text, cancellationToken))
        {
            // Without its body an answer still says that the request was carried out, so it is not carried out again.
            string sql = text.IsIn(row.IdempotencyKey) || text.IsIn(row.Endpoint)
                ? "delete from server_idempotency where tenant = @tenant and idempotency_key = @IdempotencyKey"
                : "update server_idempotency set headers = '{}', body = null where tenant = @tenant and idempotency_key = @IdempotencyKey";
            await database.WriteAsync(session => session.ExecuteAsync(sql, new { tenant = tenant.Value, row.IdempotencyKey }), cancellationToken);
        }
        return true;
    }

    public async IAsyncEnumerable<object> ExportAsync(TenantId tenant, string subject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (Row row in FindAsync(tenant, new SubjectText(subject), cancellationToken))
        {
            yield return new
            {
                row.Endpoint,
                row.Status,
                Body = row.Body is null ? null : Encoding.UTF8.GetString(row.Body),
                CreatedAt = UnixMicros.ToMoment(row.CreatedAt),
            };
        }
    }

    private async IAsyncEnumerable<Row> FindAsync(TenantId tenant, SubjectText text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string last = "";
        while (await PageAsync(tenant, last, cancellationToken) is { Count: > 0 } page)
        {
            foreach (Row row in page)
            {
                if (text.IsIn(row.IdempotencyKey) || text.IsIn(row.Endpoint) || text.IsIn(row.Headers) || (row.Body is not null && text.IsIn(row.Body)))
                    yield return row;
            }
            last = page[^1].IdempotencyKey;
        }
    }

    private Task<IReadOnlyList<Row>> PageAsync(TenantId tenant, string after, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.QueryAsync<Row>(
            """
            select idempotency_key, endpoint, status, headers, body, created_at from server_idempotency
            where tenant = @tenant and idempotency_key > @after order by idempotency_key limit @PageRows
            """,
            new { tenant = tenant.Value, after, PageRows }),
        cancellationToken);

    private sealed record Row
    {
        public string IdempotencyKey { get; init; } = "";

        public string Endpoint { get; init; } = "";

        public int? Status { get; init; }

        public string? Headers { get; init; }

        public byte[]? Body { get; init; }

        public long CreatedAt { get; init; }
    }
}
