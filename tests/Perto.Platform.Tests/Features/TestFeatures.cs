using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>The feature store over a database of its own, on either engine, with time that stands still.</summary>
internal sealed class TestFeatures : IAsyncDisposable
{
    public static readonly TenantId Tenant = new("t");

    /// <summary>Written values of every kind, which hold for an hour.</summary>
    public static readonly FeatureView Facts = new()
    {
        Name = "title_facts",
        Entity = "title",
        TtlSeconds = 3_600,
        Owner = "catalogue",
        Features =
        [
            new Feature { Name = "rating", Kind = FeatureKind.Number },
            new Feature { Name = "year", Kind = FeatureKind.Integer },
            new Feature { Name = "original", Kind = FeatureKind.Boolean },
            new Feature { Name = "country", Kind = FeatureKind.Text },
            new Feature { Name = "genres", Kind = FeatureKind.Keywords },
            new Feature { Name = "plot", Kind = FeatureKind.Vector, Dimension = 3 },
            new Feature { Name = "shares", Kind = FeatureKind.Map },
        ],
    };

    /// <summary>One number, for ever.</summary>
    public static readonly FeatureView Score = new()
    {
        Name = "title_score",
        Entity = "title",
        Features = [new Feature { Name = "score", Kind = FeatureKind.Integer }],
    };

    /// <summary>Every primitive.</summary>
    public static readonly FeatureView Activity = new()
    {
        Name = "person_activity",
        Entity = FeatureView.Person,
        Features =
        [
            new Feature { Name = "device", Kind = FeatureKind.Text, State = new FeatureState { Primitive = StateKind.Scalar, Event = "view", Field = "device" } },
            new Feature { Name = "views", Kind = FeatureKind.Integer, State = new FeatureState { Primitive = StateKind.Counter, Event = "view" } },
            new Feature { Name = "hours", Kind = FeatureKind.Number, State = new FeatureState { Primitive = StateKind.Counter, Event = "view", Field = "hours" } },
            new Feature
            {
                Name = "views_3d", Kind = FeatureKind.Integer,
                State = new FeatureState { Primitive = StateKind.PeriodicCounter, Event = "view", Period = StatePeriod.Day, Windows = 3 },
            },
            new Feature { Name = "recent", Kind = FeatureKind.Keywords, State = new FeatureState { Primitive = StateKind.List, Event = "view", Field = "title", Size = 3 } },
            new Feature
            {
                Name = "progress", Kind = FeatureKind.Map,
                State = new FeatureState { Primitive = StateKind.Map, Event = "view", Key = "title", Field = "progress", Size = 3 },
            },
            new Feature { Name = "genres", Kind = FeatureKind.Map, State = new FeatureState { Primitive = StateKind.Frequency, Event = "view", Field = "genre", Size = 3 } },
            new Feature { Name = "heat", Kind = FeatureKind.Number, State = new FeatureState { Primitive = StateKind.DecayedCounter, Event = "view", DailyFactor = .9 } },
            new Feature
            {
                Name = "sittings", Kind = FeatureKind.Integer,
                State = new FeatureState { Primitive = StateKind.Sessions, Event = "view", GapMinutes = 90 },
            },
            new Feature
            {
                Name = "binges_3d", Kind = FeatureKind.Integer,
                State = new FeatureState { Primitive = StateKind.Sessions, Event = "view", Field = "title", GapMinutes = 90, AtLeast = 2, Windows = 3 },
            },
            new Feature { Name = "session", Kind = FeatureKind.Map, State = new FeatureState { Primitive = StateKind.Statistics, Event = "session", Field = "minutes" } },
        ],
    };

    private readonly TestDatabase _test;
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services;
    private readonly List<TestFeatures> _others = [];

    private TestFeatures(TestDatabase test, FeatureView[] declared, IReadOnlyDictionary<string, string?> settings)
    {
        _test = test;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services
            .AddPerto(new ConfigurationBuilder().AddInMemoryCollection([new("Perto:DataFolder", _folder.Find("data")), .. settings]).Build())
            .AddModule("sample", module => module.Features(declared));
        services.AddSingleton(test.Database);
        _services = services.BuildServiceProvider();
    }

    public ManualTimeProvider Clock { get; } = new();

    public DateTimeOffset Now => Clock.GetUtcNow();

    public IDatabase Database => _test.Database;

    public FeatureStore Store => Get<FeatureStore>();

    public static async Task<TestFeatures> OpenAsync(SqlDialect engine, FeatureView[]? declared = null, IReadOnlyDictionary<string, string?>? settings = null) =>
        new(await TestDatabase.OpenMigratedAsync(engine), declared ?? [Facts, Score, Activity], settings ?? new Dictionary<string, string?>());

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Another process over the same database.</summary>
    public TestFeatures Other(FeatureView[]? declared = null)
    {
        var other = new TestFeatures(_test, declared ?? [Facts, Score, Activity], new Dictionary<string, string?>());
        _others.Add(other);
        return other;
    }

    public Task<FeatureWriteReport> WriteAsync(string view, params FeatureWrite[] writes) => Store.WriteAsync(Tenant, view, writes, TestContext.Current.CancellationToken);

    public static FeatureWrite Write(string key, DateTimeOffset at, params (string Name, FeatureValue? Value)[] values) =>
        new() { Key = key, EventAt = at, Values = values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal) };

    public FeatureWrite Scored(string key, int minutesAgo, long score) => Write(key, Now.AddMinutes(-minutesAgo), ("score", FeatureValue.Of(score)));

    public async Task<FeatureReading> ReadAsync(FeatureView view, string key)
    {
        OnlineFeatures features = await Store.GetAsync(
            Tenant, [new EntityRequest { Entity = view.Entity, Keys = [key], Views = [view.Name] }], TestContext.Current.CancellationToken);
        return features[0, 0, 0];
    }

    public async Task<long?> ScoreAsync(string key) => (await ReadAsync(Score, key)).Value("score") is { } score ? (long)score.Raw : null;

    // Of several processes over one database the first ends it.
    public async ValueTask DisposeAsync()
    {
        await _test.DisposeAsync();
        foreach (TestFeatures one in (IEnumerable<TestFeatures>)[this, .. _others])
            one._folder.Dispose();
    }
}
