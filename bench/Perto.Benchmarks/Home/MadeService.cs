using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Server;
using Perto.Streaming;

namespace Perto.Benchmarks.Home;

/// <summary>A service in a data folder, made through the product's own import and training: people with a life, and beside them any number who did little.</summary>
internal static class MadeService
{
    // Rows of one transaction.
    private const int Batch = 20_000;

    private const double Rating = 4;
    private const double Progress = 0.95;

    /// <summary>Makes it: people <c>1</c> and up with histories, a trained model, everything counted.</summary>
    /// <param name="folder">Its data folder.</param>
    /// <param name="titles">Titles of its catalogue.</param>
    /// <param name="people">People with histories.</param>
    public static async Task CreateAsync(string folder, int titles, int people)
    {
        string files = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName;
        await new ServiceGenerator(new GeneratorSettings { Titles = titles, People = people, TypicalViews = 80 }, TimeProvider.System.GetUtcNow())
            .WriteAsync(files, CancellationToken.None);
        await using PertoHost host = await OpenAsync(folder);
        IStreaming streaming = host.Services.GetRequiredService<StreamingTenants>().For(TenantId.Local);
        await streaming.ImportAsync(files, progress: null, CancellationToken.None);
        await streaming.TrainAsync(progress: null, CancellationToken.None);

        // The server would count what was imported beside the pages, and that is not what they cost.
        await host.Services.GetRequiredService<ActivityCounting>().CountAsync(TenantId.Local);
    }

    /// <summary>
    /// Adds people <c>m{from}</c> and up, each with a rating and a view of titles that are drawn by how many watch them. They are written as an import writes them, but for
    /// the counting of features: nobody asks for their pages.
    /// </summary>
    public static async Task AddPeopleAsync(string folder, int from, int count)
    {
        await using PertoHost host = await OpenAsync(folder);
        Catalogue catalogue = await host.Services.GetRequiredService<CatalogueStore>().GetAsync(TenantId.Local, CancellationToken.None);
        Title[] popular = [.. catalogue.Titles.OrderByDescending(title => title.Ratings + title.Views)];
        IDatabase database = host.Services.GetRequiredService<IDatabase>();
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;
        var random = new Random(from);
        foreach (int[] some in Enumerable.Range(from, count).Chunk(Batch))
        {
            (string User, string Rated, string Viewed, long At)[] rows =
                [.. some.Select(person => ($"m{person}", Draw(), Draw(), now - random.NextInt64(365 * TimeSpan.MicrosecondsPerDay)))];
            await database.WriteAsync(async session =>
            {
                string tenant = TenantId.Local.Value;
                await session.BulkInsertAsync(
                    "streaming_person", ["tenant", "id", "ratings", "views", "last_active", "revision"], rows, row => [tenant, row.User, 1, 1, row.At, 1]);
                await session.BulkInsertAsync(
                    "streaming_rating", ["tenant", "user_id", "title_id", "rating", "rated_at"], rows, row => [tenant, row.User, row.Rated, Rating, row.At]);
                return await session.BulkInsertAsync(
                    "streaming_view",
                    ["tenant", "user_id", "title_id", "profile", "started_at", "progress"],
                    rows,
                    row => [tenant, row.User, row.Viewed, "", row.At, Progress]);
            });
        }

        // The square makes the head of the catalogue what most people watch.
        string Draw() => popular[(int)(popular.Length * random.NextDouble() * random.NextDouble())].Id;
    }

    private static async Task<PertoHost> OpenAsync(string folder)
    {
        PertoHost host = PertoServer.Create(new PertoServerOptions
        {
            Settings = new Dictionary<string, string?> { ["Perto:DataFolder"] = folder, ["Perto:Workers"] = "false" },
        });
        await host.PrepareAsync();
        return host;
    }
}
