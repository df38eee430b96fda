using System.Text.Json;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>A row of the table <c>streaming_batch</c>.</summary>
internal sealed record BatchRow
{
    public const string Columns =
        "id, request, fingerprint, listed, file, format, state, at, people, made, failed, degraded, reached, bytes, failure, asked_at, progressed_at, finished_at";

    public string Id { get; init; } = "";

    public string Request { get; init; } = "{}";

    public string Fingerprint { get; init; } = "";

    public bool Listed { get; init; }

    public string? File { get; init; }

    public string? Format { get; init; }

    public string State { get; init; } = "";

    public long At { get; init; }

    public long People { get; init; }

    public long Made { get; init; }

    public long Failed { get; init; }

    public long Degraded { get; init; }

    /// <summary>The last person who is done.</summary>
    public string Reached { get; init; } = "";

    /// <summary>Bytes of the file with that person.</summary>
    public long Bytes { get; init; }

    public string? Failure { get; init; }

    public long AskedAt { get; init; }

    public long ProgressedAt { get; init; }

    public long? FinishedAt { get; init; }

    public long Done => Made + Failed;

    public static string Name(BatchState state) => state.ToString().ToLowerInvariant();

    public BatchRequest ToRequest() => JsonSerializer.Deserialize<BatchRequest>(Request, PertoJson.Options)!;

    public BatchRun ToRun(IReadOnlyList<BatchFailure>? failures = null) => new()
    {
        Id = Id,
        State = Enum.Parse<BatchState>(State, ignoreCase: true),
        Request = ToRequest(),
        Fingerprint = Fingerprint,
        At = UnixMicros.ToMoment(At),
        File = File,
        People = People,
        Made = Made,
        Failed = Failed,
        Degraded = Degraded,
        Failures = failures ?? [],
        Failure = Failure,
        StartedAt = UnixMicros.ToMoment(AskedAt),
        ProgressedAt = UnixMicros.ToMoment(ProgressedAt),
        FinishedAt = FinishedAt is { } finished ? UnixMicros.ToMoment(finished) : null,
    };
}
