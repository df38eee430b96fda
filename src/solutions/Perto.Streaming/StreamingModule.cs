using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>All that the streaming solution brings.</summary>
public static class StreamingModule
{
    /// <summary>Adds the recommendation home page of a film service.</summary>
    public static PertoBuilder AddStreaming(this PertoBuilder perto) => perto.AddModule("streaming", module => module
        .Schema(typeof(StreamingModule).Assembly)
        .Settings<StreamingSettings>("Streaming")
        .Settings<TrainingSettings>("Streaming:Training")
        .Services(AddServices)
        .Endpoints(StreamingEndpoints.Map)
        .OutboxHandler<TrainingWork>(TrainingWork.Topic, TrainingWork.Options)
        .Job<StreamingRetraining>(
            "streaming-retraining",
            JobSchedule.Cron("0 0 4 * * ?"),
            new JobOptions { Description = "Trains the streaming models anew", Enabled = false, RunsAgain = false })
        .Telemetry(StreamingMetrics.Name)
        .Telemetry(RecommendationMetrics.Name)
        .Series("recommendations", RecommendationMetrics.Requests, SeriesStatistic.Rate)
        .Series("events", StreamingMetrics.Events, SeriesStatistic.Rate)
        .DeclaresCaches<StreamingService>()
        .PersonalData("streaming_person", "id")
        .PersonalData("streaming_rating", "user_id", "rated_at")
        .PersonalData("streaming_view", "user_id", "started_at")
        .PersonalData("streaming_tag", "user_id", "tagged_at")
        .PersonalData("streaming_exposure", "user_id", "at")
        .PersonalData<CachedPages>());

    private static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<RecommendationMetrics>();
        services.AddSingleton<StreamingMetrics>();
        services.AddSingleton<CatalogueStore>();
        services.AddSingleton<People>();
        services.AddSingleton<CollaborativeModels>();
        services.AddSingleton<WatchedLog>();
        services.AddSingleton<CollaborativeTraining>();
        services.AddSingleton<TrainingRuns>();
        services.AddSingleton<StreamingService>();
        services.AddSingleton<StreamingBrowser>();
        services.AddSingleton<StreamingTenants>();
        services.AddSingleton<EventLog>();
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
