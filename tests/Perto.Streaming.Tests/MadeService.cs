using Perto.Numerics;
using Perto.Testing;

namespace Perto.Streaming.Tests;

/// <summary>A made service whose people come to the home page and do there what the truth says.</summary>
internal sealed class MadeService : IAsyncDisposable
{
    private readonly TemporaryFolder _files;
    private readonly SeededRandom _random = new(11);

    private MadeService(TemporaryFolder files, Service service, GeneratedTruth truth, GeneratorSettings settings)
    {
        _files = files;
        Service = service;
        Truth = truth;
        Settings = settings;
    }

    public Service Service { get; }

    public GeneratedTruth Truth { get; }

    public GeneratorSettings Settings { get; }

    /// <summary>A service with a past and a model that learned from it.</summary>
    public static async Task<MadeService> OpenAsync(GeneratorSettings made, params (string Name, string Value)[] settings)
    {
        var files = new TemporaryFolder();
        string folder = Directory.CreateDirectory(files.Find("made")).FullName;
        await new ServiceGenerator(made, Service.Now).WriteAsync(folder, TestContext.Current.CancellationToken);
        Service service = await Service.OpenAsync(settings: [("Perto:Streaming:Served:PagesPerSecond", "10000"), .. settings]);
        await service.Imports.ImportAsync(TenantId.Local, folder, progress: null, TestContext.Current.CancellationToken);
        TrainingReport report = await service.Training.TrainAsync(TenantId.Local, progress: null, TestContext.Current.CancellationToken);
        Assert.True(report.Live, report.Refusal);
        return new MadeService(files, service, await ServiceGenerator.ReadTruthAsync(folder, TestContext.Current.CancellationToken), made);
    }

    /// <summary>Somebody opens the home page on a television set, and looks, clicks, plays and finishes as the truth has it.</summary>
    public async Task<HomePage> VisitAsync(string user)
    {
        HomePage page = await Service.Streaming.HomeAsync(TenantId.Local, user, new HomeRequest { Device = DeviceKind.Tv }, TestContext.Current.CancellationToken);
        DateTimeOffset at = Service.Clock.GetUtcNow();
        List<StreamingEvent> events = [];
        for (int row = 0; row < page.Rows.Count; row++)
        {
            foreach (RecommendedTitle title in page.Rows[row].Titles)
            {
                if (_random.NextDouble() >= GeneratedTruth.Examination(row + 1, title.Rank))
                    continue;
                var shown = new StreamingEvent
                {
                    Type = EventType.Impression,
                    User = user,
                    Title = title.Id,
                    At = at,
                    Request = page.Request,
                    Row = page.Rows[row].Name,
                    Rank = title.Rank,
                    Device = DeviceKind.Tv,
                };
                events.Add(shown);
                if (_random.NextDouble() >= Truth.Click(user, title.Id, at, DeviceKind.Tv))
                    continue;
                events.Add(shown with { Type = EventType.Click });
                if (_random.NextDouble() >= Truth.Play(user, title.Id))
                    continue;
                double progress = _random.NextDouble() < Truth.Finish(user, title.Id, DeviceKind.Tv) ? 1 : 0.12 + (0.58 * _random.NextDouble());
                events.Add(shown with { Type = EventType.View, Progress = progress, Seconds = (long)(progress * 6_000), Row = null, Rank = null });
            }
        }
        if (events.Count > 0)
            await Service.RecordAsync([.. events]);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        _files.Dispose();
    }
}
