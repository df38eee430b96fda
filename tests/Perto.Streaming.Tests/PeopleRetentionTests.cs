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
}
