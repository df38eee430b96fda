using Perto.Platform;

namespace Perto.Streaming;

/// <summary>A row of the table <c>streaming_pin</c>.</summary>
internal sealed record PinRow
{
    public string Id { get; init; } = "";

    public string TitleId { get; init; } = "";

    public string RowName { get; init; } = "";

    public int Place { get; init; }

    public string? Country { get; init; }

    public string? Tier { get; init; }

    public long? StartsAt { get; init; }

    public long? EndsAt { get; init; }

    public StoredPin ToPin() => new(Id, new Pin
    {
        Title = TitleId,
        Row = RowName,
        Place = Place,
        Country = Country,
        Tier = Tier,
        StartsAt = StartsAt is { } from ? UnixMicros.ToMoment(from) : null,
        EndsAt = EndsAt is { } until ? UnixMicros.ToMoment(until) : null,
    });
}
