using System.Text.Json;

namespace Perto.Platform;

/// <summary>A row of the table <c>import_run</c>.</summary>
internal sealed record ImportRunRow
{
    public TenantId Tenant { get; init; }
    public string Id { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Source { get; init; } = "";
    public string State { get; init; } = "";
    public string Files { get; init; } = "";
    public string Position { get; init; } = "";
    public long RowsRead { get; init; }
    public long RowsWritten { get; init; }
    public long RowsRejected { get; init; }
    public string Errors { get; init; } = "";
    public string? Failure { get; init; }
    public long StartedAt { get; init; }
    public long UpdatedAt { get; init; }
    public long? FinishedAt { get; init; }

    public static ImportRunRow Of(ImportRun run) => new()
    {
        Tenant = run.Tenant,
        Id = run.Id,
        Kind = run.Kind,
        Source = run.Source,
        State = run.State.ToString().ToLowerInvariant(),
        Files = JsonSerializer.Serialize(run.Files, PertoJson.Options),
        Position = JsonSerializer.Serialize(run.Position, PertoJson.Options),
        RowsRead = run.RowsRead,
        RowsWritten = run.RowsWritten,
        RowsRejected = run.RowsRejected,
        Errors = JsonSerializer.Serialize(run.Errors, PertoJson.Options),
        Failure = run.Failure,
        StartedAt = UnixMicros.From(run.StartedAt),
        UpdatedAt = UnixMicros.From(run.UpdatedAt),
        FinishedAt = run.FinishedAt is { } finished ? UnixMicros.From(finished) : null,
    };

    public ImportRun ToRun() => new()
    {
        Tenant = Tenant,
        Id = Id,
        Kind = Kind,
        Source = Source,
        State = Enum.Parse<ImportState>(State, ignoreCase: true),
        Files = JsonSerializer.Deserialize<ImportedFile[]>(Files, PertoJson.Options)!,
        Position = JsonSerializer.Deserialize<ImportPosition>(Position, PertoJson.Options)!,
        RowsRead = RowsRead,
        RowsWritten = RowsWritten,
        RowsRejected = RowsRejected,
        Errors = JsonSerializer.Deserialize<RowError[]>(Errors, PertoJson.Options)!,
        Failure = Failure,
        StartedAt = UnixMicros.ToMoment(StartedAt),
        UpdatedAt = UnixMicros.ToMoment(UpdatedAt),
        FinishedAt = FinishedAt is { } finished ? UnixMicros.ToMoment(finished) : null,
    };
}
