using System.Text.Json;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>A page's line in the database.</summary>
internal sealed record ServedRow
{
    public string Id { get; init; } = "";

    public string UserId { get; init; } = "";

    public string Profile { get; init; } = "";

    public long At { get; init; }

    public string? Device { get; init; }

    public string? Model { get; init; }

    public string? Experiments { get; init; }

    public byte[] Page { get; init; } = [];

    public ServedPage ToPage()
    {
        (IReadOnlyList<ServedTitle> titles, Perto.Recommendations.FeatureTable? features) = ServedPageFile.Read(Page);
        return new ServedPage
        {
            Id = Id,
            User = UserId,
            Profile = Profile,
            At = UnixMicros.ToMoment(At),
            Device = Device is null ? null : Enum.Parse<DeviceKind>(Device, ignoreCase: true),
            Model = Model,
            Experiments = Experiments is null ? [] : JsonSerializer.Deserialize<PageExperiment[]>(Experiments, PertoJson.Options)!,
            Titles = titles,
            Features = features,
        };
    }
}
