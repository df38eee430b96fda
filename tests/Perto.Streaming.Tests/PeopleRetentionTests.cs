using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;

namespace Perto.Streaming.Tests;

public sealed class PeopleRetentionTests
{
    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Ratings_that_were_kept_too_long_are_counted_out_of_people_and_who_has_none_is_forgotten(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect, folder: null, ("Perto:Privacy:Retention:streaming_rating", "6.12:00:00"));
        // A rating a day, the latest a day old.
        await service.ImportAsync(Service.Movies(), Service.Ratings() + "old,t00,3,1000000000\n");

        RetentionReport report = await service.Services.GetRequiredService<RetentionPolicy>().RunAsync(CancellationToken.None);

        Assert.Equal((30 * 6) + 1, report.Tables["streaming_rating"]);
        Page<PersonSummary> people = await service.Browser.PeopleAsync(TenantId.Local, null, new Paging(), CancellationToken.None);
        Assert.Equal(30, people.Items.Count);
        Assert.All(people.Items, person => Assert.Equal(6, person.Ratings));
        Page<HistoryItem> history = await service.Browser.HistoryAsync(TenantId.Local, "p0", new Paging(), CancellationToken.None);
        Assert.Equal(6, history.Items.Count);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Who_has_an_account_stays_with_it_when_all_that_they_did_was_kept_too_long(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect, folder: null, ("Perto:Privacy:Retention:streaming_rating", "6.12:00:00"));
        await service.ImportAsync(Service.Movies(), Service.Ratings() + "old,t00,3,1000000000\n");
        Accounts accounts = service.Services.GetRequiredService<Accounts>();
        await accounts.SaveAsync(TenantId.Local, "old", new AccountEntry { Country = "PT" }, CancellationToken.None);

        await service.Services.GetRequiredService<RetentionPolicy>().RunAsync(CancellationToken.None);

        PersonDetails kept = await accounts.FindAsync(TenantId.Local, "old", CancellationToken.None);
        Assert.Equal(("PT", 0L), (kept.Country, kept.Ratings));
    }
}
