using Perto.Learning;

namespace Perto.Streaming;

/// <summary>
/// The online measures of a time, each with its definition, value, interval and target. Values are sums over people by sums over people; their intervals are by the
/// delta method with a person as the unit, because what one person does is not independent.
/// </summary>
public static class OnlineMeasures
{
    /// <summary>A play watched so far was completed.</summary>
    public const double CompletedAt = 0.7;

    /// <summary>Share of the catalogue that is the head; the rest is the long tail.</summary>
    public const double Head = 0.2;

    /// <summary>How engaging a click, a play and a completion are.</summary>
    public const double ClickWeight = 0.1, PlayWeight = 0.3, CompletionWeight = 0.6;

    /// <summary>A pause as long begins another session.</summary>
    public static TimeSpan SessionPause { get; } = TimeSpan.FromMinutes(30);

    private const double Confidence = 0.95;
    private const double LiftTarget = 0.3;

    /// <summary>All measures of what people did.</summary>
    /// <param name="people">Those who did anything.</param>
    /// <param name="titles">How many titles the catalogue has.</param>
    /// <param name="baseline">Who is compared with, for lift; null: nobody.</param>
    public static IReadOnlyList<OnlineMeasure> Of(IReadOnlyList<MeasuredPerson> people, int titles, IReadOnlyList<MeasuredPerson>? baseline = null)
    {
        ArgumentNullException.ThrowIfNull(people);
        HashSet<string> head = HeadOf(people, titles);
        List<OnlineMeasure> measures =
        [
            Ratio("click_through", "clicks / impressions", "share", 0.15, people, person => person.Clicks, person => person.Impressions),
            Ratio("play_rate", "plays that follow a click on the title within a day / clicks", "share", 0.8, people, person => person.PlaysFromClicks, person => person.Clicks),
            Ratio("completion", "plays watched to more than 70 % / plays", "share", 0.6, people, Completions, person => person.Plays.Count),
            Ratio("engagement", "(0.1 clicks + 0.3 plays from clicks + 0.6 completions of those) / impressions", "per_impression", null, people, Engagement, person => person.Impressions),
            Ratio("session", "minutes watched / sessions, which a pause of 30 minutes parts", "minutes", 45, people, person => person.SessionMinutes, person => person.Sessions),
            Discovery(people, titles),
            Ratio("long_tail", "plays of titles outside of the most played 20 % / plays", "share", 0.4, people, person => person.Plays.Count(play => !head.Contains(play.Title)), person => person.Plays.Count),
            Ratio("relevance", "clicks whose title was then played to more than 70 % / clicks that were played", "share", 0.85, people, person => person.CompletionsFromClicks, person => person.PlaysFromClicks),
        ];
        if (baseline is not null)
            measures.Add(Lift(people, baseline));
        return measures;
    }

    internal static double Completions(MeasuredPerson person) => person.Plays.Count(play => play.Progress > CompletedAt);

    internal static double Engagement(MeasuredPerson person) =>
        (ClickWeight * person.Clicks) + (PlayWeight * person.PlaysFromClicks) + (CompletionWeight * person.CompletionsFromClicks);

    private static OnlineMeasure Ratio(
        string name, string definition, string unit, double? target, IReadOnlyList<MeasuredPerson> people, Func<MeasuredPerson, double> above, Func<MeasuredPerson, double> below)
    {
        SampleMoments moments = Moments(people, above, below, out double denominator);
        var measure = new OnlineMeasure(name, definition, unit, target, (long)denominator);
        if (denominator == 0)
            return measure;
        double value = moments.Mean(0) / moments.Mean(1);
        measure = measure with { Value = value };
        if (moments.Count < 2)
            return measure;
        // The spread of a ratio of means, to the first order (Cochran 1977, section 6.4).
        double squares = moments.Comoment(0, 0) - (2 * value * moments.Comoment(0, 1)) + (value * value * moments.Comoment(1, 1));
        double error = Math.Sqrt(Math.Max(0, squares) / (moments.Count - 1) / moments.Count) / moments.Mean(1);
        double half = error * Distributions.StudentQuantile((1 + Confidence) / 2, moments.Count - 1);
        double highest = unit == "share" ? 1 : double.PositiveInfinity;
        return measure with { Lower = Math.Max(0, value - half), Upper = Math.Min(highest, value + half) };
    }

    // Titles that were played are as many as there are: a count of the whole, and no sample of people.
    private static OnlineMeasure Discovery(IReadOnlyList<MeasuredPerson> people, int titles)
    {
        int played = people.SelectMany(person => person.Plays).Select(play => play.Title).Distinct(StringComparer.Ordinal).Count();
        return new OnlineMeasure("discovery", "titles that anybody played / titles of the catalogue", "share", 0.25, titles) { Value = titles == 0 ? null : (double)played / titles };
    }

    private static OnlineMeasure Lift(IReadOnlyList<MeasuredPerson> people, IReadOnlyList<MeasuredPerson> baseline)
    {
        ArmStatistic treated = new(MetricKind.Ratio, Moments(people, Engagement, person => person.Impressions, out double impressions));
        ArmStatistic control = new(MetricKind.Ratio, Moments(baseline, Engagement, person => person.Impressions, out _));
        var measure = new OnlineMeasure("lift", "engagement / engagement of the baseline - 1", "share", LiftTarget, (long)impressions);
        if (!Effect.TryOf(control, treated, EffectScale.Relative, out Effect effect, out _))
            return measure;
        TestResult test = WelchTest.Of(effect, 1 - Confidence);
        return measure with { Value = test.Estimate, Lower = test.Interval.Lower, Upper = test.Interval.Upper };
    }

    private static SampleMoments Moments(
        IReadOnlyList<MeasuredPerson> people, Func<MeasuredPerson, double> above, Func<MeasuredPerson, double> below, out double denominator)
    {
        var moments = new SampleMoments(2);
        denominator = 0;
        Span<double> numbers = stackalloc double[2];
        foreach (MeasuredPerson person in people)
        {
            (numbers[0], numbers[1]) = (above(person), below(person));
            denominator += numbers[1];
            moments.Add(numbers);
        }
        return moments;
    }

    private static HashSet<string> HeadOf(IReadOnlyList<MeasuredPerson> people, int titles) =>
    [
        .. people.SelectMany(person => person.Plays)
            .GroupBy(play => play.Title, StringComparer.Ordinal)
            .OrderByDescending(title => title.Count())
            .ThenBy(title => title.Key, StringComparer.Ordinal)
            .Take((int)Math.Ceiling(Head * titles))
            .Select(title => title.Key),
    ];
}
