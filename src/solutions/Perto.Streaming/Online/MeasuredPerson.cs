namespace Perto.Streaming;

/// <summary>What a person did in a time, counted for <see cref="OnlineMeasures"/>.</summary>
public sealed record MeasuredPerson
{
    // A click is answered by a play of its title within it.
    private const long Answer = 24L * 60 * 60 * 1_000_000;

    /// <summary>Counts what a person did.</summary>
    /// <param name="impressions">Titles that were shown.</param>
    /// <param name="clicks">Titles that were clicked on.</param>
    /// <param name="plays">Titles that were begun.</param>
    public MeasuredPerson(long impressions, IReadOnlyList<TitleClick> clicks, IReadOnlyList<Play> plays)
    {
        ArgumentNullException.ThrowIfNull(clicks);
        ArgumentNullException.ThrowIfNull(plays);
        Impressions = impressions;
        Clicks = clicks.Count;
        Plays = plays;
        ILookup<string, Play> byTitle = plays.ToLookup(play => play.Title, StringComparer.Ordinal);
        foreach (TitleClick click in clicks)
        {
            Play[] answers = [.. byTitle[click.Title].Where(play => play.At >= click.At && play.At < click.At + Answer)];
            PlaysFromClicks += answers.Length > 0 ? 1 : 0;
            CompletionsFromClicks += answers.Any(play => play.Progress > OnlineMeasures.CompletedAt) ? 1 : 0;
        }
        (Sessions, SessionMinutes) = CountSessions(plays);
    }

    /// <summary>Titles that were shown.</summary>
    public long Impressions { get; }

    /// <summary>Titles that were clicked on.</summary>
    public int Clicks { get; }

    /// <summary>Clicks after which the title was begun within a day.</summary>
    public int PlaysFromClicks { get; }

    /// <summary>Those of them after which it was watched to more than 70 %.</summary>
    public int CompletionsFromClicks { get; }

    /// <summary>Titles that were begun.</summary>
    public IReadOnlyList<Play> Plays { get; }

    /// <summary>Plays without a pause of 30 minutes between them are one session; plays whose length nobody said are in none.</summary>
    public int Sessions { get; }

    /// <summary>Minutes watched in all sessions.</summary>
    public double SessionMinutes { get; }

    private static (int Sessions, double Minutes) CountSessions(IReadOnlyList<Play> plays)
    {
        int sessions = 0;
        double minutes = 0;
        long end = 0;
        foreach (Play play in plays.Where(play => play.Seconds is not null).OrderBy(play => play.At))
        {
            if (sessions == 0 || play.At - end >= OnlineMeasures.SessionPause.Ticks / TimeSpan.TicksPerMicrosecond)
                sessions++;
            end = Math.Max(end, play.At + (play.Seconds!.Value * 1_000_000));
            minutes += play.Seconds.Value / 60.0;
        }
        return (sessions, minutes);
    }
}
