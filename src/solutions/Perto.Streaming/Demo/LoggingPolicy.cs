using Perto.Numerics;

namespace Perto.Streaming;

/// <summary>
/// How the made-up service fills its pages: one row of what is popular and others of genres that the person likes, in random order. A row is
/// drawn title by title, without those that stand on the page or were watched (Plackett and Luce), so that the probability of each is known.
/// </summary>
internal sealed class LoggingPolicy
{
    /// <summary>Rows of a page.</summary>
    public const int Rows = 3;

    /// <summary>Titles of a row.</summary>
    public const int RowLength = 8;

    // How closely the choice of genres follows the person's taste.
    private const double Personal = 0.8;

    // When so little is left of a shelf, nearly every draw meets what was excluded.
    private const double LeastLeft = 0.02;

    private readonly WeightedTitles[][] _shelves;

    public LoggingPolicy(MadeCatalogue catalogue)
    {
        int[] order = [.. catalogue.Titles.OrderBy(title => title.AddedDay).ThenBy(title => title.Index).Select(title => title.Index)];
        _shelves = [.. MadeAudience.All.Select(audience => Shelves(catalogue.Titles, [.. order.Where(title => audience.MaySee(catalogue.Titles[title]))]))];
    }

    /// <summary>A page for a person, row by row.</summary>
    /// <param name="random">Theirs.</param>
    /// <param name="person">Who.</param>
    /// <param name="audience">As whom they watch.</param>
    /// <param name="day">Days since 1970.</param>
    /// <param name="watched">What is not shown again.</param>
    public List<ShownTitle> Page(SeededRandom random, MadePerson person, MadeAudience audience, int day, IReadOnlyCollection<MadeTitle> watched)
    {
        WeightedTitles[] shelves = _shelves[audience.Place];
        var chosen = new List<int> { 0 };
        while (chosen.Count < Rows)
        {
            int genre = Genre(random, person);
            if (!chosen.Contains(genre))
                chosen.Add(genre);
        }

        Span<int> rows = [.. chosen];
        random.Shuffle(rows);
        var page = new List<ShownTitle>(Rows * RowLength);
        var excluded = new HashSet<MadeTitle>(watched, ReferenceEqualityComparer.Instance);
        for (int row = 0; row < rows.Length; row++)
            Fill(random, shelves[rows[row]], rows[row], row + 1, audience, day, excluded, page);
        return page;
    }

    /// <summary>A title as somebody might come upon it who looks for what they like; null where there is none.</summary>
    public MadeTitle? Stumble(SeededRandom random, MadePerson person, MadeAudience audience, int day) =>
        _shelves[audience.Place][Genre(random, person)].Draw(random, day);

    private static WeightedTitles[] Shelves(IReadOnlyList<MadeTitle> titles, int[] order) =>
    [
        new WeightedTitles(titles, order),
        .. Enumerable.Range(0, TitleNames.Genres.Count).Select(genre => new WeightedTitles(titles, [.. order.Where(title => titles[title].Genres.Contains(genre))])),
    ];

    // Places of shelves: 0 is what is popular, the genres follow.
    private static int Genre(SeededRandom random, MadePerson person)
    {
        Span<double> weights = stackalloc double[person.GenreTaste.Length];
        for (int genre = 0; genre < weights.Length; genre++)
            weights[genre] = Math.Exp(Personal * person.GenreTaste[genre]);
        return 1 + Draws.Weighted(random, weights);
    }

    private static void Fill(
        SeededRandom random, WeightedTitles shelf, int place, int row, MadeAudience audience, int day, HashSet<MadeTitle> excluded, List<ShownTitle> page)
    {
        double all = shelf.WeightOn(day);
        double left = all - excluded
            .Where(title => (place == 0 || title.Genres.Contains(place - 1)) && MadeCatalogue.IsAvailable(title, audience, day))
            .Sum(title => title.Weight);
        for (int rank = 1; rank <= RowLength && left > LeastLeft * all;)
        {
            MadeTitle title = shelf.Draw(random, day)!;
            if (!excluded.Add(title))
                continue;
            page.Add(new ShownTitle(title, row, rank, title.Weight / left));
            left -= title.Weight;
            rank++;
        }
    }
}
