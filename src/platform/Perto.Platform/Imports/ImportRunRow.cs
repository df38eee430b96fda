using System.Text.Json;

namespace Perto.Platform;

/// <summary>A run as it is stored.</summary>
internal sealed record ImportRunRow
{
    public string Tenant { get; init; } = "";

    public string Id { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Source { get; init; } = "";

    /// <summary>How the user's files are to be read, as it was given; null where they have a known layout.</summary>
    public string? Mapping { get; init; }

    public string State { get; init; } = "";

    public string Files { get; init; } = "";

    public int FileIndex { get; init; }

    /// <summary>Rows of the file at <see cref="FileIndex"/> that are done with.</summary>
    public long FileRow { get; init; }

    public long RowsRead { get; init; }

    public long RowsRejected { get; init; }

    public string Errors { get; init; } = "[]";

    public string? Failure { get; init; }

    public long StartedAt { get; init; }

    public long UpdatedAt { get; init; }

    public long? FinishedAt { get; init; }

    public bool HasEnded => Enum.Parse<ImportState>(State, ignoreCase: true) is ImportState.Done or ImportState.Failed;

    public IReadOnlyList<StoredRowError> ErrorList() => JsonSerializer.Deserialize<StoredRowError[]>(Errors, PertoJson.Options) ?? [];

    public ImportReport ToReport() => new()
    {
        Id = Id,
        Kind = Kind,
        Source = Source,
        State = Enum.Parse<ImportState>(State, ignoreCase: true),
        RowsRead = RowsRead,
        RowsRejected = RowsRejected,
        Errors = [.. ErrorList().Select(error => error.ToError())],
        Failure = Failure,
        StartedAt = UnixMicros.ToMoment(StartedAt),
        FinishedAt = FinishedAt is { } finished ? UnixMicros.ToMoment(finished) : null,
    };
}
