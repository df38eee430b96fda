using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Reads the pages that were written down.</summary>
public sealed class ServedPages(IDatabase database)
{
    private const string Selected = "id, user_id, profile, at, device, model, experiments, page";

    /// <summary>A page.</summary>
    /// <exception cref="NotFoundException">It was not written down, or is forgotten.</exception>
    public async Task<ServedPage> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            session => session.FirstOrDefaultAsync<ServedRow>(
                $"select {Selected} from streaming_served where tenant = @tenant and id = @id", new { tenant, id }),
            cancellationToken) ?? throw new NotFoundException("page", id)).ToPage();

    /// <summary>Pages of a time, oldest first, after one of them.</summary>
    internal Task<IReadOnlyList<ServedRow>> NextAsync(
        TenantId tenant, DateTimeOffset from, DateTimeOffset to, ServedRow? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<ServedRow>(
                $"""
                select {Selected} from streaming_served
                where tenant = @tenant and at >= @from and at < @to and (at > @at or (at = @at and id > @id))
                order by at, id limit @limit
                """,
                new { tenant, from = UnixMicros.From(from), to = UnixMicros.From(to), at = after?.At ?? long.MinValue, id = after?.Id ?? "", limit }),
            cancellationToken);

    /// <summary>Forgets pages made before a moment; returns how many.</summary>
    internal Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.ExecuteAsync("delete from streaming_served where at < @before", new { before = UnixMicros.From(before) }), cancellationToken);
}
