namespace Perto.Platform;

/// <summary>What is known of a model in a scope, and how feedback changes it. The database keeps it.</summary>
internal sealed record RerankGate
{
    /// <summary>How much longer <see cref="LongTest"/> runs than <see cref="Test"/>.</summary>
    public const int EpochsOfLongTest = 10;

    private const int LongestPauseDays = 90;

    // A re-ranker that helps need not be watched as closely.
    private const double ExplorationWhenKnown = .25;

    public bool Helps { get; init; }

    public int Closures { get; init; }

    /// <summary>Until when it is off, in Unix microseconds; 0: it is not.</summary>
    public long OffUntil { get; init; }

    public long Feedbacks { get; init; }

    /// <summary>When the latest feedback came, in Unix microseconds; 0: never.</summary>
    public long FeedbackAt { get; init; }

    /// <summary>The sum of weighted advantages of <see cref="LongTest"/>; the tests see them divided by their bounds.</summary>
    public double AdvantageSum { get; init; }

    /// <summary>Over one epoch: finds soon what turned bad.</summary>
    public HarmTest Test { get; init; } = new();

    /// <summary>Over <see cref="EpochsOfLongTest"/> epochs: finds what harms a little.</summary>
    public HarmTest LongTest { get; init; } = new();

    public bool IsOff(long now) => OffUntil > now;

    /// <summary>Share of answers that keep the order of retrieval: none where nobody says lately what was of use, since they would teach nothing.</summary>
    public double Exploration(RerankGateSettings settings, long now) =>
        FeedbackAt == 0 || now - FeedbackAt > (long)TimeSpan.FromDays(settings.FeedbackDays).TotalMicroseconds ? 0
        : Helps ? settings.Exploration * ExplorationWhenKnown
        : settings.Exploration;

    /// <summary>The gate after a feedback.</summary>
    /// <param name="advantage">Of the re-ranked order, see <see cref="OrderAdvantage"/>.</param>
    /// <param name="propensity">The chance that the answer had to stand in its order; 1 where it could have no other, and says nothing of both.</param>
    /// <param name="settings">The rules.</param>
    /// <param name="now">In Unix microseconds.</param>
    /// <remarks>
    /// People use what stands high, so that an order looks better where it is the one that is shown. Answers in both orders therefore count alike: each
    /// with .5 over its propensity. Where the two orders are equally good, swapping them swaps the sign, and the mean is 0 however strong that habit is.
    /// An advantage of 0 moves no fortune, and must not use up the epoch either: most feedback may be empty.
    /// </remarks>
    public RerankGate With(double advantage, double propensity, RerankGateSettings settings, long now)
    {
        RerankGate gate = this with { Feedbacks = Feedbacks + 1, FeedbackAt = now };
        // What comes while it is off speaks of answers from before.
        if (IsOff(now) || advantage == 0 || propensity >= 1)
            return gate;
        if (OffUntil != 0)
            gate = gate with { OffUntil = 0, Test = new HarmTest(), LongTest = new HarmTest(), AdvantageSum = 0 };
        if (gate.Test.Count >= settings.Epoch)
            gate = gate with { Test = new HarmTest() };
        if (gate.LongTest.Count >= (long)settings.Epoch * EpochsOfLongTest)
            gate = gate with { LongTest = new HarmTest(), AdvantageSum = 0 };

        double weighted = .5 / propensity * advantage;
        double bound = .5 / Math.Min(propensity, 1 - propensity);
        gate = gate with { Test = gate.Test.With(weighted / bound), LongTest = gate.LongTest.With(weighted / bound), AdvantageSum = gate.AdvantageSum + weighted };
        if (gate.Test.IsHarm(ErrorRate(settings)) || gate.LongTest.IsHarm(ErrorRate(settings)))
        {
            int closures = gate.Closures + 1;
            return gate with { Helps = false, Closures = closures, OffUntil = now + (long)Pause(settings, closures).TotalMicroseconds };
        }
        return gate.Test.IsHelp(ErrorRate(settings)) || gate.LongTest.IsHelp(ErrorRate(settings)) ? gate with { Helps = true, Closures = 0 } : gate;
    }

    public RerankGateStatus Status(string scope, string model, RerankGateSettings settings, long now) => new()
    {
        Scope = scope,
        Model = model,
        State = IsOff(now) ? RerankGateState.Off : Helps ? RerankGateState.Helps : RerankGateState.Learning,
        Feedbacks = Feedbacks,
        Advantage = LongTest.Count == 0 ? 0 : AdvantageSum / LongTest.Count,
        Harm = Math.Max(0, Math.Max(Test.LogHarm, LongTest.LogHarm) / -Math.Log(ErrorRate(settings))),
        Help = Math.Max(0, Math.Max(Test.LogHelp, LongTest.LogHelp) / -Math.Log(ErrorRate(settings))),
        Exploration = IsOff(now) ? 1 : Exploration(settings, now),
        Closures = Closures,
        RetryAt = IsOff(now) ? UnixMicros.ToMoment(OffUntil) : null,
    };

    // Two tests: each may err half as often.
    private static double ErrorRate(RerankGateSettings settings) => settings.ErrorRate / 2;

    private static TimeSpan Pause(RerankGateSettings settings, int closures) =>
        TimeSpan.FromDays(Math.Min(LongestPauseDays, settings.Pause.TotalDays * Math.Pow(2, Math.Min(closures - 1, 20))));
}
