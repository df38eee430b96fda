using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Perto.Platform;
using Perto.Recommendations;
using Perto.Targeting;

namespace Perto.Streaming;

/// <summary>All that the streaming solution brings.</summary>
public static class StreamingModule
{
    /// <summary>Adds the recommendation home page of a film service.</summary>
    public static PertoBuilder AddStreaming(this PertoBuilder perto) => perto.AddModule("streaming", module => module
        .Schema(typeof(StreamingModule).Assembly)
        .Settings<StreamingSettings>("Streaming")
        .Settings<TrainingSettings>("Streaming:Training")
        .Settings<ServedSettings>("Streaming:Served")
        .Settings<RankerSettings>("Streaming:Ranker")
        .Settings<BatchSettings>("Streaming:Batches")
        .Services(AddServices)
        .Endpoints(StreamingEndpoints.Map)
        .OutboxHandler<TrainingWork>(TrainingWork.Topic, TrainingWork.Options)
        .OutboxHandler<BatchWork>(BatchWork.Topic, BatchWork.Options)
        .OutboxHandler<ActivityWork>(ActivityWork.Topic, ActivityWork.Options)
        .Features([.. ActivityViews.All])
        .Job<StreamingRetraining>(
            "streaming-retraining",
            JobSchedule.Cron("0 0 4 * * ?"),
            new JobOptions { Description = "Trains the streaming models anew", Enabled = false, RunsAgain = false })
        .Job<ServedCleaning>(
            "streaming-served-cleaning",
            JobSchedule.Cron("0 30 3 * * ?"),
            new JobOptions { Description = "Forgets served pages that are too old to learn from" })
        .Job<BatchCleaning>(
            "streaming-batch-cleaning",
            JobSchedule.Cron("0 10 3 * * ?"),
            new JobOptions { Description = "Deletes batches that ended some days ago, with their pages" })
        .Job<ContentRefresh>(
            "streaming-content",
            JobSchedule.Every(TimeSpan.FromMinutes(1)),
            new JobOptions { Description = "Follows the catalogue with the titles' content vectors" })
        .Job<RowLearningJob>(
            "streaming-rows",
            JobSchedule.Every(TimeSpan.FromMinutes(10)),
            new JobOptions { Description = "Learns from served pages which rows people open titles of" })
        .Telemetry(StreamingMetrics.Name)
        .Telemetry(RecommendationMetrics.Name)
        .Series("recommendations", RecommendationMetrics.Requests, SeriesStatistic.Rate)
        .Series("events", StreamingMetrics.Events, SeriesStatistic.Rate)
        .DeclaresCaches<StreamingService>()
        .PersonalData("streaming_person", "id")
        .PersonalData("streaming_account", "user_id")
        .PersonalData("streaming_profile", "user_id")
        .PersonalData("streaming_rating", "user_id", "rated_at")
        .PersonalData("streaming_view", "user_id", "started_at")
        .PersonalData("streaming_tag", "user_id", "tagged_at")
        .PersonalData("streaming_exposure", "user_id", "at")
        .PersonalData("streaming_served", "user_id", "at")
        .PersonalData("streaming_uncounted", "user_id")
        .PersonalData("streaming_change", "user_id", "known_at")
        .PersonalData("streaming_batch_person", "user_id")
        .PersonalData<CachedPages>());

    private static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<RecommendationMetrics>();
        services.AddSingleton<StreamingMetrics>();
        services.AddSingleton<CatalogueStore>();
        services.AddSingleton<CatalogueEditor>();
        services.AddSingleton<People>();
        services.AddSingleton<Accounts>();
        services.AddSingleton<Shelves>();
        services.AddSingleton<Pins>();
        services.AddSingleton<Exposures>();
        services.AddSingleton<HomeContexts>();
        services.AddSingleton<IExperimentSurface, HomeSurface>();
        services.AddSingleton<HomeExperiments>();
        services.AddSingleton<RowBandits>();
        services.AddSingleton<RowLearning>();
        services.AddSingleton<ContentVectors>();
        services.AddSingleton<CollaborativeModels>();
        services.AddSingleton<ChosenModels>();
        services.AddSingleton<WatchedLog>();
        services.AddSingleton<CollaborativeTraining>();
        services.AddSingleton<TrainingRuns>();
        services.AddSingleton<ServedLog>();
        services.AddSingleton<ServedPages>();
        services.AddSingleton<RankerLog>();
        services.AddSingleton<RankerModels>();
        services.AddSingleton<RankerTraining>(provider => new RankerTraining(
            provider.GetRequiredService<RankerLog>(),
            provider.GetRequiredService<ModelRegistry>(),
            provider.GetRequiredService<RankerModels>(),
            provider.GetRequiredService<IOptions<RankerSettings>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ServedPolicies>(provider => new ServedPolicies(
            provider.GetRequiredService<RankerLog>(),
            provider.GetRequiredService<RankerModels>(),
            provider.GetRequiredService<RowBandits>(),
            provider.GetRequiredService<IOptions<RankerSettings>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<StreamingService>();
        services.AddSingleton<Backtesting>();
        services.AddSingleton<Simulating>();
        services.AddSingleton<BatchRuns>();
        services.AddSingleton<BatchPeople>();
        services.AddSingleton<BatchPages>();
        services.AddSingleton<BatchRunner>();
        services.AddSingleton<Batches>(provider => new Batches(
            provider.GetRequiredService<BatchRuns>(),
            provider.GetRequiredService<BatchPeople>(),
            provider.GetRequiredService<BatchRunner>(),
            provider.GetRequiredService<PertoSettings>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<StreamingBrowser>();
        services.AddSingleton<MeasuresReader>();
        services.AddSingleton<StreamingTenants>();
        services.AddSingleton<EventLog>();
        services.AddSingleton<ActivityQueue>();
        services.AddSingleton<ActivityCounting>();
        services.AddSingleton<FeatureReplay>();
        services.AddSingleton<StreamingImports>();
        services.AddSingleton<MovieLensFormat>();
        services.AddSingleton<ServiceFormat>();
        services.AddSingleton<IImportFormat>(provider => provider.GetRequiredService<MovieLensFormat>());
        services.AddSingleton<IImportFormat>(provider => provider.GetRequiredService<ServiceFormat>());
        services.AddSingleton<IRetentionFollower, TrimmedActivity>();
        services.AddSingleton<IWarmUp, StreamingWarmUp>();
        services.AddSingleton<IOverviewSource, StreamingOverview>();
        services.AddSingleton<ITaskSource, StreamingTasks>();
    }
}
