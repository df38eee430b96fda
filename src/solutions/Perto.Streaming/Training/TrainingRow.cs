using System.Text.Json;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>A row of the table <c>streaming_training</c>.</summary>
internal sealed record TrainingRow
{
    public string Id { get; init; } = "";

    public string State { get; init; } = "";

    public string? Detail { get; init; }

    public double Progress { get; init; }

    public string? Report { get; init; }

    public string? Failure { get; init; }

    public long AskedAt { get; init; }

    public long? FinishedAt { get; init; }

    public static string Name(TrainingState state) => state.ToString().ToLowerInvariant();

    public TrainingRun ToRun() => new()
    {
        Id = Id,
        State = Enum.Parse<TrainingState>(State, ignoreCase: true),
        Detail = Detail,
        Progress = Progress,
        Report = Report is null ? null : JsonSerializer.Deserialize<TrainingReport>(Report, PertoJson.Options),
        Failure = Failure,
        StartedAt = UnixMicros.ToMoment(AskedAt),
        FinishedAt = FinishedAt is { } finished ? UnixMicros.ToMoment(finished) : null,
    };
}
