using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Streaming.Tests;

public sealed class AccountTests
{
    private static readonly AccountEntry Household = new()
    {
        Country = "pt",
        Tier = "standard",
        Profiles = [new ProfileEntry { Id = "kids", Name = "Children", Maturity = 7, Languages = ["pt"] }, new ProfileEntry { Id = "ana" }],
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task An_account_is_with_the_person_and_moves_their_revision(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect);
        await service.ImportAsync(Service.Movies(), Service.Ratings());
        Person before = await PersonAsync(service, "p0");

        bool made = await Accounts(service).SaveAsync(TenantId.Local, "p0", Household, Cancellation);
        Person with = await PersonAsync(service, "p0");
        await Accounts(service).SaveAsync(TenantId.Local, "p0", Household with { Country = null, Profiles = [new ProfileEntry { Id = "kids", Name = "Kids", Maturity = 12 }] }, Cancellation);
        Person after = await PersonAsync(service, "p0");

        Assert.False(made);
        Assert.Equal(Account.Unknown, before.Account);
        Assert.True(before.Revision < with.Revision && with.Revision < after.Revision);
        Assert.Equal(("PT", "standard"), (with.Account.Country, with.Account.Tier));
        Assert.Equal(["ana", "kids"], with.Account.Profiles.Select(profile => profile.Id));
        Assert.Equal((7, "Children"), (with.Account.Profiles[1].Maturity, with.Account.Profiles[1].Name));
        Assert.Equal(["pt"], with.Account.Profiles[1].Languages);
        Assert.Null(after.Account.Country);
        Assert.Equal(12, Assert.Single(after.Account.Profiles).Maturity);
        Assert.Equal(before.History.Entries.Count, after.History.Entries.Count);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task People_and_profiles_are_imported_and_lists_of_people_show_them(SqlDialect dialect)
    {
        using var files = new TemporaryFolder();
        await File.WriteAllTextAsync(files.Find("people.csv"), "id,country,tier\nana,PT,premium\nben,,\ncy,Spain,\n,PT,\n", Cancellation);
        await File.WriteAllTextAsync(
            files.Find("profiles.jsonl"),
            """
            {"user":"ana","id":"kids","name":"Children","maturity":7,"languages":["pt"]}
            {"user":"dora","id":"main"}
            {"user":"dora","id":"odd","maturity":-1}
            """,
            Cancellation);
        await using Service service = await Service.OpenAsync(dialect);

        ImportReport report = await service.Imports.ImportAsync(TenantId.Local, files.Path, progress: null, Cancellation);
        await service.Imports.ImportAsync(TenantId.Local, files.Path, progress: null, Cancellation);

        Assert.Equal((7, 3), (report.RowsRead, report.RowsRejected));
        Page<PersonSummary> people = await service.Browser.PeopleAsync(TenantId.Local, null, new Paging(), Cancellation);
        Assert.Equal([("ana", null), ("ben", null), ("dora", (DateTimeOffset?)null)], people.Items.Select(person => (person.Id, person.LastActive)));
        PersonDetails ana = await Accounts(service).FindAsync(TenantId.Local, "ana", Cancellation);
        Assert.Equal(("PT", "premium", 0L, "kids"), (ana.Country, ana.Tier, ana.Views, Assert.Single(ana.Profiles).Id));
        await Assert.ThrowsAsync<NotFoundException>(() => Accounts(service).FindAsync(TenantId.Local, "cy", Cancellation));
    }

    [Fact]
    public async Task An_account_that_breaks_a_rule_is_named_by_its_field()
    {
        await using Service service = await Service.OpenAsync();
        (AccountEntry Account, string Field)[] broken =
        [
            (Household with { Country = "Portugal" }, "country"),
            (Household with { Tier = "" }, "tier"),
            (Household with { Profiles = [new ProfileEntry { Id = "" }] }, "profiles[0].id"),
            (Household with { Profiles = [.. Household.Profiles!, new ProfileEntry { Id = "ana" }] }, "profiles[2].id"),
            (Household with { Profiles = [new ProfileEntry { Id = "a", Maturity = 22 }] }, "profiles[0].maturity"),
            (Household with { Profiles = [new ProfileEntry { Id = "a", Languages = ["portuguese language"] }] }, "profiles[0].languages[0]"),
        ];

        foreach ((AccountEntry account, string field) in broken)
        {
            InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(
                () => Accounts(service).SaveAsync(TenantId.Local, "x", account, Cancellation));
            Assert.Equal(field, refused.Field);
        }
    }

    private static Accounts Accounts(Service service) => service.Services.GetRequiredService<Accounts>();

    private static async Task<Person> PersonAsync(Service service, string id) => await service.Services.GetRequiredService<People>().FindAsync(
        TenantId.Local, id, await service.Services.GetRequiredService<CatalogueStore>().GetAsync(TenantId.Local, Cancellation), Cancellation);
}
