using System.Globalization;
using System.Text;
using System.Text.Json;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// Makes a film service with people who have tastes: genres and what no genre names, seasons, days and hours, devices, sittings that go on and on,
/// and pages whose upper places are looked at more. Written in the layout that the importer reads, so that the demo walks the path of real data;
/// <see cref="GeneratedTruth"/> says what is behind it. The same settings and moment make the same files on any number of threads.
/// </summary>
public sealed class ServiceGenerator
{
    /// <summary>The file with the settings and the moment, for <see cref="ReadTruthAsync"/>.</summary>
    public const string TruthFile = "generated.json";

    // So many people's lines are in memory at once.
    private const int Chunk = 512;

    private readonly GeneratorSettings _settings;
    private readonly DateTimeOffset _now;

    /// <param name="settings">How large.</param>
    /// <param name="now">The moment at which the views end.</param>
    /// <exception cref="InvalidValueException">A size is out of its range.</exception>
    public ServiceGenerator(GeneratorSettings settings, DateTimeOffset now)
    {
        settings.Check();
        _settings = settings;
        _now = now;
    }

    /// <summary>The truth behind a service that was written to <paramref name="folder"/>.</summary>
    /// <exception cref="FileNotFoundException">None was.</exception>
    public static async Task<GeneratedTruth> ReadTruthAsync(string folder, CancellationToken cancellationToken)
    {
        string json = await File.ReadAllTextAsync(Path.Combine(folder, TruthFile), cancellationToken);
        Made made = JsonSerializer.Deserialize<Made>(json, PertoJson.Options) ?? throw new InvalidDataException($"{TruthFile} in {folder} is empty");
        return new GeneratedTruth(made.Settings, made.Now);
    }

    /// <inheritdoc cref="WriteAsync(string, IProgress{int}?, CancellationToken)"/>
    public Task WriteAsync(string folder, CancellationToken cancellationToken) => WriteAsync(folder, progress: null, cancellationToken);

    /// <summary>
    /// Writes <c>titles.csv</c>, <c>people.csv</c>, <c>profiles.csv</c>, <c>views.csv</c>, <c>ratings.csv</c> and, if they are wanted,
    /// <c>impressions.csv</c> and <c>clicks.csv</c>. Memory grows with the titles, not with the people.
    /// </summary>
    /// <param name="folder">An existing folder; files of these names are replaced.</param>
    /// <param name="progress">Told how many people are written.</param>
    /// <param name="cancellationToken">Stops between some people and others.</param>
    public async Task WriteAsync(string folder, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var truth = new GeneratedTruth(_settings, _now);
        await WriteTitlesAsync(Path.Combine(folder, "titles.csv"), truth.Catalogue.Titles, cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(folder, TruthFile), JsonSerializer.Serialize(new Made(_settings, _now), PertoJson.Options), cancellationToken);
        (string Name, string Header, Func<MadeLife, StringBuilder> Lines)[] files =
        [
            ("people", "id,country,tier", life => life.People),
            ("profiles", "user,id,name,maturity", life => life.Profiles),
            ("views", "user,title,started_at,progress,seconds,profile,device,request", life => life.Views),
            ("ratings", "user,title,rating,at", life => life.Ratings),
            .. _settings.Impressions
                ? ((string, string, Func<MadeLife, StringBuilder>)[])
                [
                    ("impressions", "user,title,at,row,rank,request,device,profile,propensity", life => life.Impressions),
                    ("clicks", "user,title,at,row,rank,request,device,profile", life => life.Clicks),
                ]
                : [],
        ];
        StreamWriter[] writers = [.. files.Select(file => Open(Path.Combine(folder, file.Name + ".csv")))];
        try
        {
            for (int file = 0; file < files.Length; file++)
                await writers[file].WriteAsync(files[file].Header + "\n");
            await WritePeopleAsync(truth, [.. files.Select(file => file.Lines)], writers, progress, cancellationToken);
        }
        finally
        {
            foreach (StreamWriter writer in writers)
                await writer.DisposeAsync();
        }
    }

    private async Task WritePeopleAsync(
        GeneratedTruth truth, Func<MadeLife, StringBuilder>[] lines, StreamWriter[] writers, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var policy = new LoggingPolicy(truth.Catalogue);
        for (int first = 1; first <= _settings.People; first += Chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int from = first;
            var lives = new MadeLife[Math.Min(Chunk, _settings.People - first + 1)];
            Parallel.For(
                0,
                lives.Length,
                new ParallelOptions { CancellationToken = cancellationToken },
                i => lives[i] = new MadeLife(truth, _settings, policy, from + i).Live());
            foreach (MadeLife life in lives)
            {
                for (int file = 0; file < writers.Length; file++)
                    await writers[file].WriteAsync(lines[file](life), cancellationToken);
            }

            progress?.Report(first + lives.Length - 1);
        }
    }

    private static async Task WriteTitlesAsync(string path, IReadOnlyList<MadeTitle> titles, CancellationToken cancellationToken)
    {
        await using StreamWriter writer = Open(path);
        await writer.WriteAsync(
            "id,name,year,genres,kind,cast,directors,description,released,added_on,duration_minutes,languages,original,maturity,quality,tiers,countries\n");
        foreach (MadeTitle title in titles)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CatalogueEntry entry = title.Entry;
            string line = string.Create(
                CultureInfo.InvariantCulture,
                $"{title.Index + 1},{entry.Name},{entry.Year},{List(entry.Genres)},{Word(entry.Kind)},{List(entry.Cast)},{List(entry.Directors)},{entry.Description},{entry.Released:yyyy-MM-dd},{entry.AddedOn:yyyy-MM-dd},{entry.DurationMinutes},{List(entry.Languages)},{Word(entry.Original)},{entry.Maturity},{Word(entry.Quality)},{List(entry.Tiers)},{List(entry.Countries)}\n");
            await writer.WriteAsync(line);
        }
    }

    private static string List(IReadOnlyList<string>? items) => string.Join('|', items ?? []);

    private static string Word<T>(T value) => value!.ToString()!.ToLowerInvariant();

    private static StreamWriter Open(string path) => new(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16);

    private sealed record Made(GeneratorSettings Settings, DateTimeOffset Now);
}
