using System.Text.Json;
using Perto.Platform;

namespace Perto.Targeting;

/// <summary>A version of an experiment as the database has it.</summary>
internal sealed record ExperimentRow
{
    public string Name { get; init; } = "";

    public int Version { get; init; }

    public string State { get; init; } = "";

    public string Definition { get; init; } = "";

    public string Ranges { get; init; } = "";

    public long CreatedAt { get; init; }

    public long? StartedAt { get; init; }

    public long? StoppedAt { get; init; }

    public static ExperimentRow Of(Experiment experiment, int version, long now) => new()
    {
        Name = experiment.Name,
        Version = version,
        State = Word(ExperimentState.Draft),
        Definition = JsonSerializer.Serialize(experiment, PertoJson.Options),
        Ranges = "[]",
        CreatedAt = now,
    };

    public static string Word(ExperimentState state) => state.ToString().ToLowerInvariant();

    public ExperimentRow With(Experiment experiment) => this with { Definition = JsonSerializer.Serialize(experiment, PertoJson.Options) };

    public ExperimentRow With(IReadOnlyList<BucketRange> ranges) => this with { Ranges = JsonSerializer.Serialize(ranges, PertoJson.Options) };

    public ExperimentInfo ToInfo(IReadOnlyList<ExperimentOverride> overrides) => new()
    {
        Experiment = JsonSerializer.Deserialize<Experiment>(Definition, PertoJson.Options)!,
        Version = Version,
        State = Enum.Parse<ExperimentState>(State, ignoreCase: true),
        Ranges = JsonSerializer.Deserialize<BucketRange[]>(Ranges, PertoJson.Options)!,
        Overrides = overrides,
        CreatedAt = UnixMicros.ToMoment(CreatedAt),
        StartedAt = StartedAt is { } started ? UnixMicros.ToMoment(started) : null,
        StoppedAt = StoppedAt is { } stopped ? UnixMicros.ToMoment(stopped) : null,
    };
}
