using System.Text.Json;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>What the service knows of people beside what they did, in the database.</summary>
public sealed class Accounts(IDatabase database, Suppressions suppressions, TimeProvider clock)
{
    /// <summary>Writes a person's account over what was there; returns whether nothing was known of them. Their next page knows it.</summary>
    /// <exception cref="InvalidValueException">A field breaks its rule; nothing was written.</exception>
    /// <exception cref="ConflictException">The person was erased (<c>person_erased</c>); nothing was written.</exception>
    public async Task<bool> SaveAsync(TenantId tenant, string user, AccountEntry account, CancellationToken cancellationToken)
    {
        EventRules.CheckId(user, "id");
        Account sound = AccountRules.Check(account);
        SuppressionCheck suppressed = await suppressions.CheckAsync(cancellationToken);
        return await database.WriteAsync(
            async session =>
            {
                await suppressed.RequireAsync(session, tenant, [user], _ => "id");
                var of = new { tenant, user };
                bool isNew = await session.FirstOrDefaultAsync<int>("select 1 from streaming_person where tenant = @tenant and id = @user", of) == 0;
                await session.ExecuteAsync("delete from streaming_profile where tenant = @tenant and user_id = @user", of);
                long now = UnixMicros.Now(clock);
                await AccountWriter.WriteAccountsAsync(session, tenant, [new ListedAccount(user, sound.Country, sound.Tier)], now);
                await AccountWriter.WriteProfilesAsync(session, tenant, [.. sound.Profiles.Select(profile => new ListedProfile(user, profile))], now);
                return isNew;
            },
            cancellationToken);
    }

    /// <summary>A person with their account.</summary>
    /// <exception cref="NotFoundException">Nothing is known of them.</exception>
    public async Task<PersonDetails> FindAsync(TenantId tenant, string user, CancellationToken cancellationToken)
    {
        EventRules.CheckId(user, "id");
        return await database.ReadAsync(
            async session =>
            {
                PersonRow row = await session.FirstOrDefaultAsync<PersonRow>(
                    "select id, ratings, views, last_active, revision from streaming_person where tenant = @tenant and id = @user", new { tenant, user })
                    ?? throw new NotFoundException("user", user);
                Account account = await ReadAsync(session, tenant, user);
                return new PersonDetails(
                    user, account.Country, account.Tier, account.Profiles, row.Ratings, row.Views,
                    row.LastActive == 0 ? null : UnixMicros.ToMoment(row.LastActive));
            },
            cancellationToken);
    }

    /// <summary>The account of a person; <see cref="Account.Unknown"/> where there is none.</summary>
    internal static async Task<Account> ReadAsync(DatabaseSession session, TenantId tenant, string user)
    {
        var of = new { tenant, user };
        AccountRow? account = await session.FirstOrDefaultAsync<AccountRow>(
            "select country, tier from streaming_account where tenant = @tenant and user_id = @user", of);
        IReadOnlyList<ProfileRow> profiles = await session.QueryAsync<ProfileRow>(
            "select id, name, maturity, languages from streaming_profile where tenant = @tenant and user_id = @user order by id", of);
        return account is null && profiles.Count == 0
            ? Account.Unknown
            : new Account(account?.Country, account?.Tier, [.. profiles.Select(row => row.ToProfile())]);
    }

    private sealed record AccountRow
    {
        public string? Country { get; init; }

        public string? Tier { get; init; }
    }

    private sealed record ProfileRow
    {
        public string Id { get; init; } = "";

        public string? Name { get; init; }

        public int? Maturity { get; init; }

        public string Languages { get; init; } = "[]";

        public Profile ToProfile() => new(Id, Name, Maturity, JsonSerializer.Deserialize<string[]>(Languages) ?? []);
    }
}
