using System.Text.Json;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>A row of the table <c>streaming_training</c>.</summary>
internal sealed record TrainingRow
{
    public string Id { get; init; } = "";

    public string Model { get; init; } = "";

    public string State { get; init; } = "";

    public string? Detail { get; init; }

    public double Progress { get; init; }

    public string? Report { get; init; }

    public string? Failure { get; init; }

    public long AskedAt { get; init; }

    public long? FinishedAt { get; init; }

    public static string Name(TrainingState state) => state.ToString().ToLowerInvariant();

    public static string Name(TrainedModel model) => model.ToString().ToLowerInvariant();

    public TrainingRun ToRun()
    {
        var model = Enum.Parse<TrainedModel>(Model, ignoreCase: true);
        return ToRun(model);
    }

    private TrainingRun ToRun(TrainedModel model) => new()
    {
        Id = Id,
        Model = model,
        State = Enum.Parse<TrainingState>(State, ignoreCase: true),
        Detail = Detail,
        Progress = Progress,
        Report = model == TrainedModel.Collaborative ? Read<TrainingReport>() : null,
        Ranker = model == TrainedModel.Ranker ? Read<RankerReport>() : null,
        Failure = Failure,
        StartedAt = UnixMicros.ToMoment(AskedAt),
        FinishedAt = FinishedAt is { } finished ? UnixMicros.ToMoment(finished) : null,
    };

    private T? Read<T>()
        where T : class => Report is null ? null : JsonSerializer.Deserialize<T>(Report, PertoJson.Options);
}
