using Perto.Numerics;

namespace Perto.Streaming;

/// <summary>
/// People who do with a page what is true of them: they look at a place by <see cref="GeneratedTruth.Examination"/>, and open, play and finish what
/// they look at by their liking. A log sees that a title was shown, and not whether it was looked at.
/// </summary>
internal sealed class SimulatedPeople(GeneratedTruth truth, long seed)
{
    // What is watched of a title that is not watched to its end: uniformly from and to these parts.
    private const double LeastWatched = 0.02;
    private const double MostUnfinished = 0.7;

    private static readonly DeviceKind[] Devices = Enum.GetValues<DeviceKind>();

    private readonly SeededRandom _random = SeededRandom.ForStream(seed, 1);

    /// <summary>The device that somebody takes.</summary>
    public DeviceKind Device() => Devices[_random.Next(Devices.Length)];

    /// <summary>What somebody does with a page.</summary>
    public IEnumerable<StreamingEvent> Look(HomePage page, DateTimeOffset at, DeviceKind device)
    {
        for (int row = 0; row < page.Rows.Count; row++)
        {
            foreach (RecommendedTitle title in page.Rows[row].Titles)
            {
                var shown = new StreamingEvent
                {
                    Type = EventType.Impression,
                    User = page.User,
                    Title = title.Id,
                    At = at,
                    Device = device,
                    Row = page.Rows[row].Name,
                    Rank = title.Rank,
                    Request = page.Request,
                };
                yield return shown;
                if (!Happens(GeneratedTruth.Examination(row + 1, title.Rank)) || !Happens(truth.Click(page.User, title.Id, at, device)))
                    continue;
                yield return shown with { Type = EventType.Click };
                if (!Happens(truth.Play(page.User, title.Id)))
                    continue;
                double progress = Happens(truth.Finish(page.User, title.Id, device)) ? 1 : LeastWatched + (_random.NextDouble() * (MostUnfinished - LeastWatched));
                yield return shown with { Type = EventType.View, Row = null, Rank = null, Progress = progress };
            }
        }
    }

    /// <summary>The probability that somebody who looks at a title plays it as far as a play counts: what a ranker's score predicts.</summary>
    public double Plays(string person, string title, DateTimeOffset at, DeviceKind device)
    {
        double finish = truth.Finish(person, title, device);
        double farEnough = finish + ((1 - finish) * (MostUnfinished - HistoryEntry.WatchedFrom) / (MostUnfinished - LeastWatched));
        return truth.Click(person, title, at, device) * truth.Play(person, title) * farEnough;
    }

    private bool Happens(double probability) => _random.NextDouble() < probability;
}
