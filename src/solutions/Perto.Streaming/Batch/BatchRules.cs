using Perto.Platform;

namespace Perto.Streaming;

/// <summary>What a batch must be. Each error names the field, the value and the rule.</summary>
internal static class BatchRules
{
    /// <summary>The request as it is carried out: countries in capitals, each person once.</summary>
    /// <exception cref="InvalidValueException">A field breaks its rule.</exception>
    public static BatchRequest Check(BatchRequest request, int maxTop, DateTimeOffset now)
    {
        if (request.Top < 1 || request.Top > maxTop)
            throw InvalidValueException.OutOfRange("top", request.Top, 1, maxTop);
        if (request.Tier is not null)
            EventRules.CheckId(request.Tier, "tier");
        if (request.At is { } at && (at < DateTimeOffset.UnixEpoch || at > now.AddYears(1)))
            throw new InvalidValueException("at", at, "1970 to a year from now", $"at must lie between 1970 and a year from now; got {at:O}");
        if (request is { Users: not null, Segment: not null })
            throw new InvalidValueException("segment", "a segment", "none where users are listed", "segment must be left out where users are listed");
        if (request.Users is { } users)
            Check(users);
        return request with
        {
            Country = request.Country is null ? null : IsoCodes.RequireCountry(request.Country, "country"),
            Users = request.Users is null ? null : [.. request.Users.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Segment = request.Segment is null ? null : Check(request.Segment),
        };
    }

    private static void Check(IReadOnlyList<string> users)
    {
        if (users.Count is 0 or > BatchRequest.MaxUsers)
            throw InvalidValueException.OutOfRange("users", users.Count, 1, BatchRequest.MaxUsers);
        for (int i = 0; i < users.Count; i++)
            EventRules.CheckId(users[i], $"users[{i}]");
    }

    private static BatchSegment Check(BatchSegment segment)
    {
        if (segment.Tier is not null)
            EventRules.CheckId(segment.Tier, "segment.tier");
        if (segment.ActiveSinceAt is { } since && since < DateTimeOffset.UnixEpoch)
            throw new InvalidValueException("segment.active_since_at", since, "a moment from 1970 on", $"segment.active_since_at must lie after 1970; got {since:O}");
        return segment with { Country = segment.Country is null ? null : IsoCodes.RequireCountry(segment.Country, "segment.country") };
    }
}
