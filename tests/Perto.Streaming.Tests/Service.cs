using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Postgres;
using Perto.Targeting;
using Perto.Testing;

namespace Perto.Streaming.Tests;

/// <summary>A film service in a folder of its own, with titles of three kinds and people who keep to one kind each.</summary>
internal sealed class Service : IAsyncDisposable
{
    public const int TitlesOfAKind = 20;

    private readonly TemporaryFolder _folder;
    private readonly TestPostgres? _server;
    private readonly bool _ownsFolder;
    private readonly ServiceProvider _services;
    private int _imports;

    private Service(TemporaryFolder folder, bool ownsFolder, TestPostgres? server, ServiceProvider services)
    {
        _folder = folder;
        _ownsFolder = ownsFolder;
        _server = server;
        _services = services;
    }

    public static IReadOnlyList<string> Kinds { get; } = ["Western", "Musical", "Horror"];

    public static DateTimeOffset Now { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public ManualTimeProvider Clock => (ManualTimeProvider)_services.GetRequiredService<TimeProvider>();

    public StreamingService Streaming => _services.GetRequiredService<StreamingService>();

    public StreamingBrowser Browser => _services.GetRequiredService<StreamingBrowser>();

    public StreamingImports Imports => _services.GetRequiredService<StreamingImports>();

    public EventLog Events => _services.GetRequiredService<EventLog>();

    public CollaborativeTraining Training => _services.GetRequiredService<CollaborativeTraining>();

    public IServiceProvider Services => _services;

    /// <summary>An empty service. <paramref name="folder"/> lets a second service open what a first one left.</summary>
    public static async Task<Service> OpenAsync(
        SqlDialect dialect = SqlDialect.Sqlite, TemporaryFolder? folder = null, params (string Name, string Value)[] settings)
    {
        TestPostgres? server = dialect == SqlDialect.Postgres
            ? await TestPostgres.CreateDatabaseAsync(TestContext.Current.CancellationToken)
            : null;
        TemporaryFolder own = folder ?? new TemporaryFolder();
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Perto:DataFolder"] = own.Find("data"),
                ["Perto:Database:Url"] = server?.ConnectionString,
                ["Perto:Streaming:SourceBudgetMs"] = "60000",
                ["Perto:Streaming:Training:Dimensions"] = "16",
            })
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(new ManualTimeProvider(Now));
        services.AddPerto(configuration).AddExperiments().AddStreaming().UsePostgres();
        ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<DatabaseMigrator>().MigrateAsync(TestContext.Current.CancellationToken);
        await provider.GetRequiredService<DerivedCollections>().RebuildAsync(progress: null, TestContext.Current.CancellationToken);
        return new Service(own, folder is null, server, provider);
    }

    /// <summary>A service with titles, people and a trained model.</summary>
    public static async Task<Service> TrainedAsync(SqlDialect dialect = SqlDialect.Sqlite, TemporaryFolder? folder = null)
    {
        Service service = await OpenAsync(dialect, folder);
        await service.ImportAsync(Movies(), Ratings());
        TrainingReport report = await service.Training.TrainAsync(TenantId.Local, progress: null, TestContext.Current.CancellationToken);
        Assert.True(report.Live, report.Refusal);
        return service;
    }

    public static string Movies()
    {
        var csv = new StringBuilder("movieId,title,genres\n");
        for (int title = 0; title < Kinds.Count * TitlesOfAKind; title++)
            csv.Append(CultureInfo.InvariantCulture, $"{TitleId(title)},{Kinds[title / TitlesOfAKind]} {title} ({1980 + (title % TitlesOfAKind)}),{Kinds[title / TitlesOfAKind]}\n");
        return csv.ToString();
    }

    /// <summary>Thirty people; each rates 12 of the 20 titles of their kind, a day apart.</summary>
    public static string Ratings()
    {
        var random = new Random(5);
        var csv = new StringBuilder("userId,movieId,rating,timestamp\n");
        for (int person = 0; person < 30; person++)
        {
            int kind = person % Kinds.Count;
            int[] titles = [.. Enumerable.Range(kind * TitlesOfAKind, TitlesOfAKind)];
            random.Shuffle(titles);
            for (int i = 0; i < 12; i++)
            {
                long at = Now.AddDays(-i - 1).ToUnixTimeSeconds();
                csv.Append(CultureInfo.InvariantCulture, $"p{person},{TitleId(titles[i])},4.5,{at}\n");
            }
        }

        return csv.ToString();
    }

    public static string TitleId(int title) => $"t{title:00}";

    public static string KindOf(string titleId) => Kinds[int.Parse(titleId[1..], CultureInfo.InvariantCulture) / TitlesOfAKind];

    public async Task<ImportReport> ImportAsync(string movies, string ratings, TenantId? tenant = null)
    {
        string folder = Directory.CreateDirectory(_folder.Find($"import-{_imports++}")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "movies.csv"), movies);
        await File.WriteAllTextAsync(Path.Combine(folder, "ratings.csv"), ratings);
        return await Imports.ImportAsync(tenant ?? TenantId.Local, folder, progress: null, TestContext.Current.CancellationToken);
    }

    public Task<HomePage> HomeAsync(string user) =>
        Streaming.HomeAsync(TenantId.Local, user, HomeRequest.None, TestContext.Current.CancellationToken);

    public Task<EventReceipt> RecordAsync(params StreamingEvent[] events) =>
        Events.RecordAsync(TenantId.Local, events, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        if (_ownsFolder)
            _folder.Dispose();
    }
}
