using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Perto.Recommendations;

/// <summary>Reads files of interactions.</summary>
public static class InteractionReader
{
    private static readonly string[] ItemColumns = ["item", "movie", "title", "product", "game", "artist"];

    /// <summary>Adds what a file holds to a log.</summary>
    /// <param name="reader">The file's text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="log">Receives the interactions.</param>
    /// <param name="minimumRating">What is rated lower is left out, as if the file did not have it.</param>
    /// <exception cref="DataFileException">A line cannot be used; names the line, the field and the rule.</exception>
    public static void Read(TextReader reader, string file, InteractionFormat format, InteractionLog log, double minimumRating = double.NegativeInfinity)
    {
        if (format == InteractionFormat.Lines)
            ReadLines(reader, log, minimumRating);
        else
            ReadCsv(reader, file, log, minimumRating);
    }

    private static void ReadLines(TextReader reader, InteractionLog log, double minimumRating)
    {
        // Without a rating an interaction counts 1.
        if (minimumRating > 1)
            return;
        while (reader.ReadLine() is { } line)
        {
            string[] ids = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (ids.Length == 0)
                continue;
            int user = log.Users.Add(ids[0]);
            foreach (string item in ids.AsSpan(1))
                log.Interactions.Add(new LoggedInteraction(user, log.Items.Add(item)));
        }
    }

    private static void ReadCsv(TextReader reader, string file, InteractionLog log, double minimumRating)
    {
        CsvConfiguration configuration = new(CultureInfo.InvariantCulture)
        {
            DetectDelimiter = true,
            DetectDelimiterValues = [",", "\t"],
            TrimOptions = TrimOptions.Trim,
            BadDataFound = bad => throw new DataFileException(file, bad.Context.Parser?.RawRow ?? 0, "quotes", bad.Field, "closed, and doubled inside a quoted field"),
        };
        using CsvParser parser = new(reader, configuration, leaveOpen: true);
        bool first = true;
        while (parser.Read())
        {
            bool header = first && IsHeader(parser);
            first = false;
            if (!header && Parse(parser, file, log, minimumRating) is { } logged)
                log.Interactions.Add(logged);
        }
    }

    // An id may begin with "user" too; the names of both columns together are no ids.
    private static bool IsHeader(CsvParser parser) =>
        parser.Count >= 2
        && parser[0].StartsWith("user", StringComparison.OrdinalIgnoreCase)
        && Array.Exists(ItemColumns, name => parser[1].StartsWith(name, StringComparison.OrdinalIgnoreCase));

    private static LoggedInteraction? Parse(CsvParser parser, string file, InteractionLog log, double minimumRating)
    {
        if (parser.Count is < 2 or > 4)
            throw new DataFileException(file, parser.RawRow, "line", parser.RawRecord.TrimEnd(), "user,item[,rating[,timestamp]]");
        if (parser[0].Length == 0)
            throw new DataFileException(file, parser.RawRow, "user", "", "an id");
        if (parser[1].Length == 0)
            throw new DataFileException(file, parser.RawRow, "item", "", "an id");

        double rating = 1;
        if (parser.Count > 2 && !(double.TryParse(parser[2], NumberStyles.Float, CultureInfo.InvariantCulture, out rating) && double.IsFinite(rating)))
            throw new DataFileException(file, parser.RawRow, "rating", parser[2], "a finite number");
        long timestamp = 0;
        if (parser.Count > 3 && !long.TryParse(parser[3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out timestamp))
            throw new DataFileException(file, parser.RawRow, "timestamp", parser[3], "a whole number");
        return rating >= minimumRating ? new LoggedInteraction(log.Users.Add(parser[0]), log.Items.Add(parser[1]), rating, timestamp) : null;
    }
}
