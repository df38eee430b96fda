using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>Re-ranking over a database of its own, on either engine, with time that stands still and the obvious re-ranker.</summary>
internal sealed class TestReranking : IAsyncDisposable
{
    public static readonly TenantId Tenant = new("t");

    private readonly TestDatabase _test;
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services;

    private TestReranking(TestDatabase test, IReadOnlyDictionary<string, string?> settings, int seed)
    {
        _test = test;
        Failing = new FailingDatabase(test.Database);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Log));
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(new Random(seed));
        services.AddPerto(new ConfigurationBuilder().AddInMemoryCollection([new("Perto:DataFolder", _folder.Find("data")), .. settings]).Build());
        services.AddSingleton<IDatabase>(Failing);
        services.AddSingleton<IRerankingProvider>(Reranker);
        _services = services.BuildServiceProvider();
    }

    public ManualTimeProvider Clock { get; } = new();

    public CollectingLogger Log { get; } = new();

    public WordOverlapReranker Reranker { get; } = new();

    public IDatabase Database => _test.Database;

    /// <summary>The same, as re-ranking sees it.</summary>
    public FailingDatabase Failing { get; }

    public IServiceProvider Services => _services;

    public RerankedSearch Search => _services.GetRequiredService<RerankedSearch>();

    public LocalReranking Local => _services.GetRequiredService<LocalReranking>().For(Tenant);

    /// <summary>With the obvious re-ranker as the model, unless the settings say otherwise, and the given others: below <c>Perto:Reranking</c>, or whole.</summary>
    public static async Task<TestReranking> OpenAsync(SqlDialect dialect = SqlDialect.Sqlite, int seed = 1, params (string Name, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["Perto:Reranking:Model"] = WordOverlapReranker.ProviderName };
        foreach ((string name, string? value) in settings)
            all[name.StartsWith("Perto:", StringComparison.Ordinal) ? name : $"Perto:Reranking:{name}"] = value;
        return new TestReranking(await TestDatabase.OpenMigratedAsync(dialect), all, seed);
    }

    /// <summary>Candidates whose scores fall from 0.6, with ids c1, c2 and so on.</summary>
    public static RerankCandidate[] Candidates(params string[] texts) =>
        [.. texts.Select((text, place) => new RerankCandidate($"c{place + 1}", text, .6 - (.01 * place)))];

    /// <summary>Writes down what answers wait for feedback.</summary>
    public Task WriteAnswersAsync(CancellationToken cancellationToken) => _services.GetRequiredService<RerankAnswerJournal>().FlushAsync(cancellationToken);

    /// <summary>A run of a job.</summary>
    public static JobContext Job(TimeProvider clock) => new() { Job = "reranking-cleaning", RunId = "1", ScheduledFor = clock.GetUtcNow(), Attempt = 1 };

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _test.DisposeAsync();
        _folder.Dispose();
    }
}
