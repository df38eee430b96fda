using System.Text.Json;

namespace Perto.Platform;

/// <summary>A row of the table <c>model</c>.</summary>
internal sealed record ModelRow
{
    public TenantId Tenant { get; init; }
    public string Name { get; init; } = "";
    public int Version { get; init; }
    public string Kind { get; init; } = "";
    public string Sha256 { get; init; } = "";
    public long Size { get; init; }
    public long? DataFrom { get; init; }
    public long? DataTo { get; init; }
    public string Metrics { get; init; } = "";
    public int? Parent { get; init; }
    public string State { get; init; } = "";
    public string? Reason { get; init; }
    public int? Replaced { get; init; }
    public string? Earlier { get; init; }
    public long CreatedAt { get; init; }

    /// <summary>The versions to which rollbacks go from here, the next one last.</summary>
    public IReadOnlyList<int> WayBack() => Earlier is not null ? JsonSerializer.Deserialize<int[]>(Earlier)! : Replaced is { } replaced ? [replaced] : [];

    public ModelVersion ToVersion() => new()
    {
        Tenant = Tenant,
        Name = Name,
        Version = Version,
        Kind = Kind,
        Sha256 = Sha256,
        Size = Size,
        DataFrom = DataFrom is { } from ? UnixMicros.ToMoment(from) : null,
        DataTo = DataTo is { } to ? UnixMicros.ToMoment(to) : null,
        Metrics = JsonSerializer.Deserialize<Dictionary<string, double>>(Metrics)!,
        Parent = Parent,
        Replaced = State == "live" ? Replaced : null,
        State = Enum.Parse<ModelState>(State, ignoreCase: true),
        Reason = Reason,
        CreatedAt = UnixMicros.ToMoment(CreatedAt),
    };
}
