using System.Text;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>The files of a release of MovieLens: what they are called, and how they are cut into the columns of the newest releases.</summary>
/// <param name="Movies">The file of titles.</param>
/// <param name="Ratings">The file of ratings.</param>
/// <param name="Tags">The file of tags, where the release may have one.</param>
internal sealed record MovieLensLayout(string Movies, string Ratings, string? Tags)
{
    private static readonly string[] MovieColumns = ["movieId", "title", "genres"];
    private static readonly string[] RatingColumns = ["userId", "movieId", "rating", "timestamp"];
    private static readonly string[] TagColumns = ["userId", "movieId", "tag", "timestamp"];

    /// <summary>The genres of the 100K release, in the order of their flags; the first flag means that none is known.</summary>
    public static IReadOnlyList<string> Flags { get; } =
    [
        "unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary", "Drama", "Fantasy", "Film-Noir", "Horror",
        "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
    ];

    /// <summary>All layouts: 20M, 25M and latest as CSV, 1M and 10M with double colons, 100K.</summary>
    public static IReadOnlyList<MovieLensLayout> All { get; } =
        [new("movies.csv", "ratings.csv", "tags.csv"), new("movies.dat", "ratings.dat", "tags.dat"), new("u.item", "u.data", null)];

    /// <summary>Whether a folder has its titles and ratings.</summary>
    public bool IsIn(string folder) => File.Exists(Path.Combine(folder, Movies)) && File.Exists(Path.Combine(folder, Ratings));

    /// <summary>The files that a folder has, titles first.</summary>
    public IEnumerable<ImportFile> Files(string folder)
    {
        yield return Of(folder, Movies, "movies", Movies == "u.item" ? [.. MovieColumns[..2], "released", "video", "url", .. Flags] : MovieColumns, "|");
        yield return Of(folder, Ratings, "ratings", RatingColumns, "\t");
        if (Tags is not null && File.Exists(Path.Combine(folder, Tags)))
            yield return Of(folder, Tags, "tags", TagColumns, "");
    }

    private static ImportFile Of(string folder, string name, string content, IReadOnlyList<string> columns, string separatorOf100K)
    {
        string path = Path.Combine(folder, name);
        string? separator = Path.GetExtension(name) switch
        {
            ".csv" => null,
            ".dat" => "::",
            _ => separatorOf100K,
        };
        var file = new ImportFile(path, content, ImportFileFormat.Csv, columns);
        return separator is null ? file : file with
        {
            Text = new ImportTextLayout { Separator = separator, Quoted = false, Header = columns, Encoding = content == "ratings" ? Encoding.ASCII : EncodingOf(path) },
        };
    }

    // 100K and 1M are in Latin-1, 10M is in UTF-8. Few texts of Latin-1 are UTF-8 too, and those are the same in both.
    private static Encoding EncodingOf(string path)
    {
        using var reader = new StreamReader(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        char[] buffer = new char[1 << 15];
        try
        {
            while (reader.Read(buffer) > 0)
            {
                // Only whether it can be read matters.
            }

            return Encoding.UTF8;
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1;
        }
    }
}
