using Perto.Learning;

namespace Perto.Streaming;

/// <summary>
/// The position-based click model over pages: what was done with a title happens at another place as much more or less often as that is noticed (Joachims, Swaminathan and
/// Schnabel, "Unbiased Learning-to-Rank with Biased Feedback", 2017).
/// </summary>
internal static class PlacedClicks
{
    private const string Assumption =
        "position-based click model: a title that was seen does as well at another place as that is noticed, by what the ranker learned of places; no draw has tried it";

    /// <summary>The value of pages whose titles stand by other scores; null where nothing is known of places, or fewer than two people saw pages.</summary>
    public static ClickModelValue? Of(IReadOnlyList<(JudgedPage Page, double[] Scores)> pages, IReadOnlyList<double> noticed, CancellationToken cancellationToken)
    {
        if (noticed.Count == 0)
            return null;
        RankerExample[] examples = [.. pages.Select(page => Example(page.Page, page.Scores)).Where(example => example.Grades.Length > 1)];
        (double Ours, double Served, int Pages)[] people =
        [
            .. examples.GroupBy(example => example.User, StringComparer.Ordinal)
                .Select(user => (user.Sum(page => Moved(page, noticed)), user.Sum(page => page.Grades.Sum(grade => Engagement.Gains[grade])), user.Count())),
        ];
        if (people.Length < 2)
            return null;
        Bootstrap difference = Bootstrap.OfRows(
            people.Length,
            rows =>
            {
                double sum = 0, count = 0;
                foreach (int row in rows)
                {
                    sum += people[row].Ours - people[row].Served;
                    count += people[row].Pages;
                }
                return sum / count;
            },
            new BootstrapSettings { Resamples = 1_000, Interval = BootstrapInterval.Percentile },
            cancellationToken);
        return new ClickModelValue(
            Assumption, examples.Length, people.Sum(user => user.Ours) / examples.Length, people.Sum(user => user.Served) / examples.Length, difference.Interval);
    }

    private static RankerExample Example(JudgedPage judged, double[] scores)
    {
        int[] seen = [.. Enumerable.Range(0, scores.Length).Where(title => judged.Grades.ContainsKey(judged.Page.Titles[title].Id))];
        return new RankerExample(
            judged.Page.User,
            At: 0,
            Features: [],
            [.. seen.Select(title => judged.Grades[judged.Page.Titles[title].Id])],
            [.. seen.Select(title => judged.Page.Titles[title].Place)],
            [.. seen.Select(title => scores[title])]);
    }

    // The best by the scores stands where most is noticed of the places that these titles had.
    private static double Moved(RankerExample page, IReadOnlyList<double> noticed)
    {
        double[] places = [.. page.Places.Select(place => 1 / PlaceNotice.Weight(noticed, place))];
        int[] order = [.. Enumerable.Range(0, places.Length).OrderByDescending(title => page.Scores[title])];
        double[] best = [.. places.OrderDescending()];
        double value = 0;
        for (int rank = 0; rank < order.Length; rank++)
            value += Engagement.Gains[page.Grades[order[rank]]] * best[rank] / places[order[rank]];
        return value;
    }
}
