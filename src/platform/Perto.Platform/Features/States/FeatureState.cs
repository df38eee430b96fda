using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>
/// How a feature is made from events: one definition, by which values are kept up to date online, written to the history, and made again from
/// past events.
/// </summary>
public sealed record FeatureState
{
    /// <summary>Most items of a list, a map or a frequency, and most windows of a periodic counter.</summary>
    public const int MaxSize = FeatureValue.MaxItems;

    /// <summary>Longest gap inside of a session: a week.</summary>
    public const int MaxGapMinutes = 10_080;

    /// <summary>Most different values that a session may have to have.</summary>
    public const int MaxAtLeast = 100;

    /// <summary>Which of the nine.</summary>
    public required StateKind Primitive { get; init; }

    /// <summary>The type of the events that count.</summary>
    [MaxLength(64)]
    public required string Event { get; init; }

    /// <summary>The field that is read; may be left out for counters, which then count events, and for sessions. An event without the field does not count.</summary>
    [MaxLength(64)]
    public string? Field { get; init; }

    /// <summary>Of a map: the field with the key.</summary>
    [MaxLength(64)]
    public string? Key { get; init; }

    /// <summary>Of a list, a map and a frequency: most items that are kept, 1 to 1,000.</summary>
    [Range(1, MaxSize)]
    public int? Size { get; init; }

    /// <summary>Of a periodic counter: the length of a window.</summary>
    public StatePeriod? Period { get; init; }

    /// <summary>
    /// Of a periodic counter: how many windows count, with the one that runs, 1 to 1,000. Of sessions: of how many days those count that ended in them;
    /// left out: of all time.
    /// </summary>
    [Range(1, MaxSize)]
    public int? Windows { get; init; }

    /// <summary>Of a decayed counter: what of an event is left after a day, above 0 and below 1.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? DailyFactor { get; init; }

    /// <summary>Of sessions: the longest time from one event to the next of the same session, in minutes, 1 to 10,080.</summary>
    [Range(1, MaxGapMinutes)]
    public int? GapMinutes { get; init; }

    /// <summary>Of sessions with a field: how many different values a session must have to count, 1 to 100; left out: 1.</summary>
    [Range(1, MaxAtLeast)]
    public int? AtLeast { get; init; }

    /// <summary>Of statistics whose feature is a number: which one; left out where it is a map of all.</summary>
    public Statistic? Take { get; init; }

    internal void Check(string field, FeatureKind kind)
    {
        FeatureNames.Require($"{field}.event", Event);
        FeatureKind[] kinds = Primitive switch
        {
            StateKind.Scalar => [FeatureKind.Number, FeatureKind.Integer, FeatureKind.Boolean, FeatureKind.Text],
            StateKind.Counter or StateKind.PeriodicCounter => [FeatureKind.Number, FeatureKind.Integer],
            StateKind.List => [FeatureKind.Keywords],
            StateKind.Map => [FeatureKind.Map],
            StateKind.Frequency => [FeatureKind.Map, FeatureKind.Keywords],
            StateKind.Statistics => [FeatureKind.Number, FeatureKind.Map],
            StateKind.DecayedCounter => [FeatureKind.Number],
            StateKind.Sessions => [FeatureKind.Integer],
            _ => throw new InvalidValueException($"{field}.primitive", Primitive, "a primitive", $"{field}.primitive is none that there is"),
        };
        if (!kinds.Contains(kind))
        {
            string allowed = string.Join(", ", kinds).ToLowerInvariant();
            throw new InvalidValueException($"{field}.primitive", Primitive, $"a feature of kind {allowed}", $"{field}: this primitive gives a feature of kind {allowed}, and the feature is of kind {kind}".ToLowerInvariant());
        }

        bool sessions = Primitive == StateKind.Sessions;
        bool counts = Primitive is StateKind.Counter or StateKind.PeriodicCounter or StateKind.DecayedCounter;
        Expect(field, "field", Field, needed: !counts && (!sessions || AtLeast is not null), allowed: true);
        Expect(field, "key", Key, needed: Primitive == StateKind.Map, allowed: Primitive == StateKind.Map);
        bool sized = Primitive is StateKind.List or StateKind.Map or StateKind.Frequency;
        Expect(field, "size", Size, sized, sized);
        bool periodic = Primitive == StateKind.PeriodicCounter;
        Expect(field, "period", Period, periodic, periodic);
        Expect(field, "windows", Windows, periodic, periodic || sessions);
        bool fades = Primitive == StateKind.DecayedCounter;
        Expect(field, "daily_factor", DailyFactor, fades, fades);
        Expect(field, "gap_minutes", GapMinutes, sessions, sessions);
        Expect(field, "at_least", AtLeast, needed: false, sessions);
        bool taken = Primitive == StateKind.Statistics && kind == FeatureKind.Number;
        Expect(field, "take", Take, taken, taken);
        if (Field is not null)
            FeatureNames.Require($"{field}.field", Field);
        if (Key is not null)
            FeatureNames.Require($"{field}.key", Key);
        CheckCount($"{field}.size", Size, MaxSize);
        CheckCount($"{field}.windows", Windows, MaxSize);
        CheckCount($"{field}.gap_minutes", GapMinutes, MaxGapMinutes);
        CheckCount($"{field}.at_least", AtLeast, MaxAtLeast);
        if (DailyFactor is { } factor && !(factor > 0 && factor < 1))
            throw new InvalidValueException($"{field}.daily_factor", factor, "above 0 and below 1", $"{field}.daily_factor must be above 0 and below 1; got {factor}");
    }

    private void Expect(string field, string name, object? given, bool needed, bool allowed)
    {
        if (needed && given is null)
            throw new InvalidValueException($"{field}.{name}", null, "given", $"{field}.{name} is needed by the primitive {Words()}");
        if (!allowed && given is not null)
            throw new InvalidValueException($"{field}.{name}", given, "left out", $"{field}.{name} is nothing for the primitive {Words()}");
    }

    private string Words() => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(Primitive.ToString());

    private static void CheckCount(string field, int? count, int most)
    {
        if (count is { } given && (given < 1 || given > most))
            throw InvalidValueException.OutOfRange(field, given, 1, most);
    }
}
