using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>Two tables about people, and what privacy does with them, on either engine.</summary>
internal sealed class People : IAsyncDisposable
{
    public static readonly TenantId Tenant = new("t");

    private readonly TestDatabase _test;

    private People(TestDatabase test, IPersonalDataSource[] sources, PrivacySettings settings, IRetentionFollower[] followers)
    {
        _test = test;
        PertoModule sample = new(
            "sample", Schema: null, Endpoints: null, Telemetry: [], [new PersonalDataTable("seen", "person", "at"), new PersonalDataTable("person", "id")]);
        var ids = new IdGenerator(TimeProvider.System);
        var secrets = new InstallationSecret(Database, Clock);
        var key = new InstallationKey(secrets);
        var audit = new PrivacyAudit(new AuditLog(Database, secrets, Clock));
        Registry = new PrivacyRegistry([sample], [], sources);
        Erasures = new Erasures(Database, Registry, key, audit, new LeaseKeeper(Database, ids, Clock), settings, ids, Clock, Log.For<Erasures>());
        Suppressions = new Suppressions(Database, key, audit);
        Export = new PersonalDataExport(Database, Registry, key, audit, Clock);
        Retention = new RetentionPolicy(Database, Registry, settings, followers, Clock, Log.For<RetentionPolicy>());
    }

    public IDatabase Database => _test.Database;

    public ManualTimeProvider Clock { get; } = new();

    public CollectingLogger Log { get; } = new();

    public PrivacyRegistry Registry { get; }

    public Erasures Erasures { get; }

    public Suppressions Suppressions { get; }

    public PersonalDataExport Export { get; }

    public RetentionPolicy Retention { get; }

    /// <summary>Ana saw two films and Rui one; another tenant has an Ana too.</summary>
    public static async Task<People> OpenAsync(
        SqlDialect engine, IPersonalDataSource[]? sources = null, PrivacySettings? settings = null, IRetentionFollower[]? followers = null)
    {
        var people = new People(await TestDatabase.OpenMigratedAsync(engine), sources ?? [], settings ?? new PrivacySettings(), followers ?? []);
        await people.Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("create table person (tenant text not null, id text not null, born bigint, primary key (tenant, id))");
                await session.ExecuteAsync(
                    """
                    create table seen (tenant text not null, person text not null, title text not null, at bigint not null,
                        primary key (tenant, person, title), foreign key (tenant, person) references person (tenant, id))
                    """);
                await session.BulkInsertAsync("person", ["tenant", "id", "born"], [("t", "ana"), ("t", "rui"), ("other", "ana")], row => [row.Item1, row.Item2, 1990L]);
                long now = UnixMicros.Now(people.Clock);
                await session.BulkInsertAsync(
                    "seen",
                    ["tenant", "person", "title", "at"],
                    [("t", "ana", "Heat", 5), ("t", "ana", "Ronin", 20), ("t", "rui", "Heat", 20), ("other", "ana", "Heat", 20)],
                    row => [row.Item1, row.Item2, row.Item3, now - (row.Item4 * 86_400_000_000L)]);
            },
            TestContext.Current.CancellationToken);
        return people;
    }

    /// <summary>Who saw what: <c>t ana Heat</c>.</summary>
    public Task<IReadOnlyList<string>> SeenAsync() => Database.ReadAsync(
        session => session.QueryAsync<string>("select tenant || ' ' || person || ' ' || title from seen order by tenant, person, title"),
        TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _test.DisposeAsync();
}
