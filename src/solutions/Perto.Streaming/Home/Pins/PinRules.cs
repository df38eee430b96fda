using Perto.Platform;

namespace Perto.Streaming;

/// <summary>What a pin must be. Each error names the field, the value and the rule.</summary>
internal static class PinRules
{
    /// <summary>The greatest place in a row.</summary>
    public const int MaxPlace = 100;

    /// <summary>How many pins a tenant may have.</summary>
    public const int MaxPins = 1_000;

    public static void Check(string id, Pin pin, Catalogue catalogue)
    {
        EventRules.CheckId(id, "id");
        EventRules.CheckId(pin.Title, "title");
        if (catalogue.Find(pin.Title) is null)
            throw new InvalidValueException("title", pin.Title, "the id of a title", $"title: there is no title '{pin.Title}'");
        EventRules.CheckId(pin.Row, "row");
        if (pin.Place is < 1 or > MaxPlace)
            throw InvalidValueException.OutOfRange("place", pin.Place, 1, MaxPlace);
        if (pin.Country is not null)
            EventRules.CheckId(pin.Country, "country");
        if (pin.Tier is not null)
            EventRules.CheckId(pin.Tier, "tier");
        CheckMoment(pin.StartsAt, "starts_at");
        CheckMoment(pin.EndsAt, "ends_at");
        if (pin is { StartsAt: { } from, EndsAt: { } until } && until <= from)
            throw new InvalidValueException("ends_at", until, "after starts_at", $"ends_at must be after starts_at ({from:O}); got {until:O}");
    }

    private static void CheckMoment(DateTimeOffset? moment, string field)
    {
        if (moment < DateTimeOffset.UnixEpoch)
            throw new InvalidValueException(field, moment, "1970 and later", $"{field} must not be before 1970; got {moment:O}");
    }
}
