using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Counts people's ratings and views again when old ones were deleted; who has none left, and no account, is forgotten.</summary>
internal sealed class TrimmedActivity(TimeProvider clock) : IRetentionFollower
{
    public async Task TrimmedAsync(DatabaseSession session, TenantId tenant, string table, IReadOnlyList<string> subjects)
    {
        if (table is not ("streaming_rating" or "streaming_view"))
            return;
        await ActivityWriter.TouchPeopleAsync(session, tenant, subjects, UnixMicros.Now(clock));
        var of = new { tenant = tenant.Value, subjects };
        await session.ExecuteAsync(
            """
            update streaming_person set ratings = 0, views = 0, revision = revision + 1 where tenant = @tenant and id in @subjects
                and not exists (select 1 from streaming_rating r where r.tenant = @tenant and r.user_id = streaming_person.id)
                and not exists (select 1 from streaming_view v where v.tenant = @tenant and v.user_id = streaming_person.id)
            """,
            of);
        await session.ExecuteAsync(
            """
            delete from streaming_person where tenant = @tenant and id in @subjects and ratings = 0 and views = 0
                and not exists (select 1 from streaming_account a where a.tenant = @tenant and a.user_id = streaming_person.id)
                and not exists (select 1 from streaming_profile p where p.tenant = @tenant and p.user_id = streaming_person.id)
            """,
            of);
    }
}
