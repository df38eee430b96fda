using System.Globalization;
using System.Text;
using Perto.Numerics;

namespace Perto.Streaming;

/// <summary>
/// Makes a film service with people who have tastes: a person watches what fits their genres and their hidden taste, what is
/// popular and what is new. Written in the layout that the importer reads, so that the demo walks the path of real data.
/// </summary>
public sealed class ServiceGenerator
{
    private const int HiddenTastes = 6;

    private readonly GeneratorSettings _settings;
    private readonly DateTimeOffset _now;
    private readonly SeededRandom _random;

    /// <param name="settings">How large.</param>
    /// <param name="now">The moment at which the views end.</param>
    public ServiceGenerator(GeneratorSettings settings, DateTimeOffset now)
    {
        _settings = settings;
        _now = now;
        _random = new SeededRandom(settings.Seed);
    }

    /// <summary>Writes <c>movies.csv</c> and <c>ratings.csv</c>.</summary>
    /// <param name="folder">An existing folder; files of these names are replaced.</param>
    /// <param name="cancellationToken">Stops between two people.</param>
    public async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        MadeTitle[] titles = MakeTitles();
        await File.WriteAllTextAsync(Path.Combine(folder, "movies.csv"), TitlesCsv(titles), cancellationToken);
        await using var ratings = new StreamWriter(Path.Combine(folder, "ratings.csv"), append: false, new UTF8Encoding(false));
        await ratings.WriteLineAsync("userId,movieId,rating,timestamp");
        for (int person = 1; person <= _settings.People; person++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await ratings.WriteAsync(RatingsOf(person, titles));
        }
    }

    private static string TitlesCsv(MadeTitle[] titles)
    {
        var csv = new StringBuilder("movieId,title,genres\n");
        for (int title = 0; title < titles.Length; title++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{title + 1},{titles[title].Name} ({titles[title].Year}),");
            csv.AppendJoin('|', titles[title].Genres.Select(genre => TitleNames.Genres[genre])).Append('\n');
        }

        return csv.ToString();
    }

    private MadeTitle[] MakeTitles()
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var titles = new MadeTitle[_settings.Titles];
        for (int title = 0; title < titles.Length; title++)
        {
            int[] genres = [.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => _random.Next(TitleNames.Genres.Count)).Distinct()];

            // Catalogues are young: half of the titles come from the last ten years or so.
            int year = _now.Year - (int)Math.Min(60, -Math.Log(1 - _random.NextDouble()) * 15);
            titles[title] = new MadeTitle(
                TitleNames.Make(TitleNames.Genres[genres[0]], _random, used),
                year,
                genres,
                Popularity: _random.Normal(),
                Quality: _random.Normal(),
                Hidden: HiddenVector(0.8));
        }

        return titles;
    }

    private string RatingsOf(int person, MadeTitle[] titles)
    {
        double[] genreTaste = [.. TitleNames.Genres.Select(_ => _random.Normal())];
        double[] hidden = HiddenVector(1);
        int views = Math.Clamp((int)(_settings.TypicalViews * Math.Exp(0.7 * _random.Normal())), 8, titles.Length / 3);

        // The Gumbel trick: the highest of appeal + noise are a draw without replacement in proportion to exp(appeal).
        var order = new int[titles.Length];
        var keys = new double[titles.Length];
        var appeal = new double[titles.Length];
        for (int title = 0; title < titles.Length; title++)
        {
            appeal[title] = AppealOf(titles[title], genreTaste, hidden);
            order[title] = title;
            keys[title] = -(appeal[title] + (0.8 * titles[title].Popularity) - Math.Log(-Math.Log(1 - _random.NextDouble())));
        }

        Array.Sort(keys, order);
        long span = (long)TimeSpan.FromDays(_settings.Days).TotalSeconds;
        long end = _now.ToUnixTimeSeconds();
        (long At, string Line)[] lines = [.. order.Take(views).Select(title =>
        {
            // The service grows: more of the watching lies near to now.
            long at = end - (long)(span * Math.Pow(_random.NextDouble(), 1.5));
            double liking = 3.2 + (0.35 * appeal[title]) + (0.5 * titles[title].Quality) + (0.5 * _random.Normal());
            double rating = Math.Clamp(Math.Round(liking * 2) / 2, 0.5, 5);
            return (at, string.Create(CultureInfo.InvariantCulture, $"{person},{title + 1},{rating:0.0},{at}\n"));
        })];
        return string.Concat(lines.OrderBy(line => line.At).Select(line => line.Line));
    }

    private static double AppealOf(MadeTitle title, double[] genreTaste, double[] hidden)
    {
        double genres = 0;
        foreach (int genre in title.Genres)
            genres += genreTaste[genre];
        double taste = 0;
        for (int i = 0; i < HiddenTastes; i++)
            taste += hidden[i] * title.Hidden[i];
        return (1.2 * genres / title.Genres.Length) + (0.9 * taste);
    }

    private double[] HiddenVector(double scale)
    {
        var vector = new double[HiddenTastes];
        for (int i = 0; i < vector.Length; i++)
            vector[i] = scale * _random.Normal();
        return vector;
    }

    private sealed record MadeTitle(string Name, int Year, int[] Genres, double Popularity, double Quality, double[] Hidden);
}
