using System.Globalization;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Which ranking is judged by which served pages.</summary>
public sealed record ServedPolicyRequest
{
    private const string Rule = $"{RankerModel.ModelName}@VERSION or {Blend}";

    internal const string Blend = "blend";

    /// <summary>A version of the ranker as <c>home-ranker@3</c>, or <c>blend</c>.</summary>
    public required string Model { get; init; }

    /// <summary>From when; 30 days before <see cref="To"/> if left out.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when, not included; now if left out.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The version of the ranker; null for the blend.</summary>
    internal int? Version()
    {
        const string named = RankerModel.ModelName + "@";
        if (Model == Blend)
            return null;
        return Model is not null && Model.StartsWith(named, StringComparison.Ordinal)
            && int.TryParse(Model[named.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int version) && version >= 1
                ? version
                : throw new InvalidValueException("model", Model, Rule, $"model must be {Rule}; got '{Model}'");
    }

    internal (DateTimeOffset From, DateTimeOffset To) Time(DateTimeOffset now) => new MeasuresRequest { From = From, To = To }.Time(now);
}
