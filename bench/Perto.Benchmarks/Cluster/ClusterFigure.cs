using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Perto.Benchmarks.Figures;
using Perto.Benchmarks.Home;
using Perto.Server;
using Perto.Streaming;

namespace Perto.Benchmarks.Cluster;

/// <summary>Several servers over one PostgreSQL, behind nginx: what they take together, and what callers notice when one dies.</summary>
internal sealed class ClusterFigure : IFigure
{
    private const int Seed = 11;

    public string Name => "cluster.home";

    public string Description =>
        "home pages a second of several servers over one PostgreSQL behind nginx, against one server asked directly; p50 and p99 at 60 % of that, and failed requests while one is killed; "
        + "--servers 2 --titles 9000 --people 2000 --seconds 10 --nginx nginx --postgres CONNECTION (default: PERTO_TEST_POSTGRES)";

    public FigureResult Measure(FigureOptions options)
    {
        int servers = options.Integer("servers", 2, 1, 16);
        int titles = options.Integer("titles", 9_000, 100, 1_000_000);
        int people = options.Integer("people", 2_000, 10, 1_000_000);
        int seconds = options.Integer("seconds", 10, 1, 600);
        string nginx = options.Text("nginx", "nginx");
        string postgres = options.Text("postgres", Environment.GetEnvironmentVariable("PERTO_TEST_POSTGRES") ?? "");
        options.RefuseOthers();
        return postgres.Length > 0
            ? MeasureAsync(servers, titles, people, TimeSpan.FromSeconds(seconds), nginx, postgres).GetAwaiter().GetResult()
            : throw new FigureOptionException("no PostgreSQL: give --postgres, or set PERTO_TEST_POSTGRES");
    }

    private static async Task<FigureResult> MeasureAsync(int count, int titles, int people, TimeSpan duration, string program, string postgres)
    {
        string folder = Directory.CreateTempSubdirectory("perto-cluster-").FullName;
        string database = $"perto_bench_{System.Security.Cryptography.RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        await using NpgsqlDataSource admin = NpgsqlDataSource.Create(postgres);
        await ExecuteAsync(admin, $"create database {database}");
        string url = new NpgsqlConnectionStringBuilder(postgres) { Database = database }.ConnectionString;
        var servers = new List<ServerProcess>();
        try
        {
            await MakeServiceAsync(folder, url, titles, people);
            for (int i = 0; i < count; i++)
            {
                using var told = new HttpClient(new SocketsHttpHandler());
                servers.Add(await ServerProcess.StartAsync(Path.Combine(folder, $"server-{i}"), told, new Dictionary<string, string> { ["PERTO__DATABASE__URL"] = url }));
            }
            await using NginxProcess nginx = await NginxProcess.StartAsync(program, servers.Select(server => server.Address));
            string[] pages = [.. Enumerable.Range(1, people).Select(person => $"v1/streaming/users/{person}/home?device=tv&time_of_day=evening")];
            using HttpClient direct = Client(servers[0].Address);
            using HttpClient balanced = Client(nginx.Address);

            await ClosedLoop.RunAsync(balanced, pages, TimeSpan.FromSeconds(10));
            double one = await RateAsync(direct, pages, duration);
            double all = await RateAsync(balanced, pages, duration);
            LoadResult atSixty = await new OpenLoop(balanced, pages, Seed).RunAsync(0.6 * all, duration);
            LoadResult whileKilled = await WhileKilledAsync(balanced, pages, 0.3 * all, duration, servers[^1]);
            return new FigureResult(
                Math.Round(all),
                "pages/s",
                Math.Round(one),
                Math.Round(all / one, 2),
                new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["baseline"] = "one server, asked directly",
                    ["servers"] = count,
                    ["titles"] = titles,
                    ["people"] = people,
                    ["seconds_each"] = duration.TotalSeconds,
                    ["same_machine"] = "servers, PostgreSQL, nginx and load generator share its cores",
                    ["at_60_percent"] = atSixty,
                    ["at_30_percent_while_one_is_killed"] = whileKilled,
                });
        }
        finally
        {
            foreach (ServerProcess server in servers)
                await server.DisposeAsync();
            NpgsqlConnection.ClearAllPools();
            await ExecuteAsync(admin, $"drop database {database} with (force)");
            Directory.Delete(folder, recursive: true);
        }
    }

    private static HttpClient Client(Uri address) => new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = address };

    private static async Task<double> RateAsync(HttpClient http, string[] pages, TimeSpan duration)
    {
        (long requests, double seconds) = await ClosedLoop.RunAsync(http, pages, duration);
        return requests / seconds;
    }

    private static async Task<LoadResult> WhileKilledAsync(HttpClient http, string[] pages, double perSecond, TimeSpan duration, ServerProcess victim)
    {
        Task<LoadResult> load = new OpenLoop(http, pages, Seed + 1).RunAsync(perSecond, duration);
        await Task.Delay(duration / 2);
        victim.Kill();
        return await load;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    // The generated service through the product's own import and training.
    private static async Task MakeServiceAsync(string folder, string url, int titles, int people)
    {
        string files = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName;
        await new ServiceGenerator(new GeneratorSettings { Titles = titles, People = people, TypicalViews = 80 }, TimeProvider.System.GetUtcNow())
            .WriteAsync(files, CancellationToken.None);
        await using PertoHost host = PertoServer.Create(new PertoServerOptions
        {
            Settings = new Dictionary<string, string?>
            {
                ["Perto:DataFolder"] = Path.Combine(folder, "made"),
                ["Perto:Database:Url"] = url,
                ["Perto:Workers"] = "false",
            },
        });
        await host.PrepareAsync();
        IStreaming streaming = host.Services.GetRequiredService<StreamingTenants>().For(TenantId.Local);
        await streaming.ImportAsync(files, progress: null, CancellationToken.None);
        await streaming.TrainAsync(progress: null, CancellationToken.None);
    }
}
