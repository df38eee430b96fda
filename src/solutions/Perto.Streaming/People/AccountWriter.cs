using System.Text.Json;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Writes what the service knows of people; the one path for imports and for single people. Can be repeated.</summary>
internal static class AccountWriter
{
    private static readonly string[] AccountColumns = ["tenant", "user_id", "country", "tier", "updated_at"];
    private static readonly string[] ProfileColumns = ["tenant", "user_id", "id", "name", "maturity", "languages", "updated_at"];
    private static readonly string[] PersonColumns = ["tenant", "id", "ratings", "views", "last_active", "revision"];

    /// <summary>Writes countries and tiers; of one person's the last counts. Profiles stay as they are.</summary>
    public static async Task WriteAccountsAsync(
        DatabaseSession session, TenantId tenant, IReadOnlyList<ListedAccount> accounts, long now)
    {
        await session.BulkInsertAsync(
            "streaming_account",
            AccountColumns,
            accounts.GroupBy(account => account.User, StringComparer.Ordinal).Select(same => same.Last()).ToArray(),
            account => [tenant.Value, account.User, account.Country, account.Tier, now],
            """
            on conflict (tenant, user_id) do update set country = excluded.country, tier = excluded.tier, updated_at = excluded.updated_at
            """);
        await TouchAsync(session, tenant, accounts.Select(account => account.User), now);
    }

    /// <summary>Writes profiles; of one person's of the same id the last counts. Others stay as they are.</summary>
    public static async Task WriteProfilesAsync(
        DatabaseSession session, TenantId tenant, IReadOnlyList<ListedProfile> profiles, long now)
    {
        await session.BulkInsertAsync(
            "streaming_profile",
            ProfileColumns,
            profiles.GroupBy(one => (one.User, one.Profile.Id)).Select(same => same.Last()).ToArray(),
            one => [tenant.Value, one.User, one.Profile.Id, one.Profile.Name, one.Profile.Maturity, JsonSerializer.Serialize(one.Profile.Languages), now],
            """
            on conflict (tenant, user_id, id) do update set
                name = excluded.name, maturity = excluded.maturity, languages = excluded.languages, updated_at = excluded.updated_at
            """);
        await TouchAsync(session, tenant, profiles.Select(one => one.User), now);
    }

    // Pages that were made of the account before must not be answered again.
    private static Task TouchAsync(DatabaseSession session, TenantId tenant, IEnumerable<string> users, long now) =>
        session.BulkInsertAsync(
            "streaming_person",
            PersonColumns,
            users.Distinct(StringComparer.Ordinal).ToArray(),
            user => [tenant.Value, user, 0, 0, 0L, now],
            "on conflict (tenant, id) do update set revision = streaming_person.revision + 1");
}
