using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class PrivacyRegistryTests
{
    private static readonly TenantId Tenant = new("t");

    private static readonly PertoModule Sample = new(
        "sample", Schema: null, Endpoints: null, Telemetry: [], [new PersonalDataTable("seen", "person"), new PersonalDataTable("person", "id")]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Everything_about_a_person_is_given_out_and_nothing_about_another(SqlDialect engine)
    {
        await using TestDatabase test = await WithPeopleAsync(engine);

        using var export = await Registry(test).ExportAsync(Tenant, "ana", Token);

        Assert.Equal(
            """{"seen":[{"tenant":"t","person":"ana","title":"Heat"},{"tenant":"t","person":"ana","title":"Ronin"}],"person":[{"tenant":"t","id":"ana","born":1990}]}""",
            export.RootElement.GetRawText());
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Everything_about_a_person_is_deleted_with_a_receipt_and_nothing_about_another(SqlDialect engine)
    {
        await using TestDatabase test = await WithPeopleAsync(engine);

        ErasureReceipt receipt = await Registry(test).EraseAsync(Tenant, "ana", Token);
        ErasureReceipt again = await Registry(test).EraseAsync(Tenant, "ana", Token);

        Assert.Equal([new ErasedTable("seen", 2), new ErasedTable("person", 1)], receipt.Tables);
        Assert.Equal(("t", "ana", 3), (receipt.Tenant, receipt.Subject, receipt.Rows));
        Assert.Equal(0, again.Rows);
        Assert.Equal(
            ["other ana", "t rui"],
            await test.Database.ReadAsync(session => session.QueryAsync<string>("select tenant || ' ' || person from seen order by tenant"), Token));
    }

    [Fact]
    public void A_module_cannot_declare_a_table_that_is_none() =>
        Assert.Throws<ArgumentException>(() => new Microsoft.Extensions.DependencyInjection.ServiceCollection()
            .AddPerto(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build())
            .AddModule("sample", module => module.PersonalData("seen; drop table seen", "person")));

    private static PrivacyRegistry Registry(TestDatabase test) =>
        new(test.Database, [Sample], new IdGenerator(TimeProvider.System), new ManualTimeProvider());

    private static async Task<TestDatabase> WithPeopleAsync(SqlDialect engine)
    {
        TestDatabase test = await TestDatabase.OpenAsync(engine);
        await test.Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("create table person (tenant text not null, id text not null, born bigint, primary key (tenant, id))");
                await session.ExecuteAsync(
                    "create table seen (tenant text not null, person text not null, title text not null, foreign key (tenant, person) references person (tenant, id))");
                await session.BulkInsertAsync("person", ["tenant", "id", "born"], [("t", "ana"), ("t", "rui"), ("other", "ana")], row => [row.Item1, row.Item2, 1990L]);
                await session.BulkInsertAsync(
                    "seen", ["tenant", "person", "title"], [("t", "ana", "Heat"), ("t", "ana", "Ronin"), ("t", "rui", "Heat"), ("other", "ana", "Heat")], row => [row.Item1, row.Item2, row.Item3]);
            },
            Token);
        return test;
    }
}
