using System.Diagnostics;
using System.Globalization;
using Perto.Testing;
using Perto.Vectors.Storage;
using Perto.Vectors.Victim;

namespace Perto.Vectors.Tests.Storage;

public sealed class KillTests
{
    private const int Rounds = 50;

    [Fact]
    public async Task What_was_acknowledged_before_a_kill_is_there_after_it_and_no_write_by_half()
    {
        int rounds = int.TryParse(Environment.GetEnvironmentVariable("PERTO_KILL_ROUNDS"), CultureInfo.InvariantCulture, out int asked) ? asked : Rounds;
        using TemporaryFolder folder = new();
        Random random = new(11);
        HashSet<long> present = [], unsure = [], gone = [];
        long highest = 0;
        for (int round = 0; round < rounds; round++)
        {
            CommitMode mode = random.Next(3) == 0 ? CommitMode.None : CommitMode.EveryCommit;
            foreach (string line in await RunUntilKilledAsync(folder.Path, mode, highest + 1, lines: random.Next(1, 250)))
            {
                long number = long.Parse(line.AsSpan(1), CultureInfo.InvariantCulture);
                highest = Math.Max(highest, number);
                if (line[0] == '+')
                    present.Add(number);
                else if (present.Remove(number))
                    unsure.Add(number);
                if (line[0] == '-')
                {
                    unsure.Remove(number);
                    gone.Add(number);
                }
            }

            await using EmbeddedVectorStore store = EmbeddedVectorStore.Open(folder.Path, Entries.Options);
            IVectorCollection entries = await Entries.OpenAsync(store);
            HashSet<long> found = await WholeAsync(entries);
            Assert.Empty(present.Except(found));
            Assert.Empty(gone.Intersect(found));
            await FindsAsync(entries, found, near: Entries.Vector(-1 - round));
            if (round % 5 == 4)
                Assert.Empty(await store.VerifyAsync(cancellationToken: TestContext.Current.CancellationToken));

            // Nobody was told of the others; whatever they are now, they stay.
            gone.UnionWith(unsure.Except(found));
            unsure.Clear();
            present = found;
            highest = Math.Max(highest, found.DefaultIfEmpty().Max());
        }
        Assert.True(highest > rounds, $"{highest} entries");
    }

    /// <summary>Numbers of the entries, each of which has both of its records.</summary>
    private static async Task<HashSet<long>> WholeAsync(IVectorCollection entries)
    {
        List<VectorRecord> records = [];
        for (string? cursor = ""; cursor is not null;)
        {
            ScrollPage page = await entries.ScrollAsync(
                new ScrollQuery { Limit = ScrollQuery.MaxLimit, IncludeVectors = true, Cursor = cursor.Length == 0 ? null : cursor });
            records.AddRange(page.Records);
            cursor = page.Cursor;
        }
        foreach (IGrouping<long, VectorRecord> entry in records.GroupBy(record => record.Payload["number"].Integer))
        {
            Assert.Equal(
                Entries.Records(entry.Key).Select(StoredThings.Describe), entry.OrderBy(record => record.Id, StringComparer.Ordinal).Select(StoredThings.Describe));
        }
        Assert.Equal(records.Count, await entries.CountAsync());
        return [.. records.Select(record => record.Payload["number"].Integer)];
    }

    /// <summary>What is left of the graph, and what was built again, finds what comparing with every record does.</summary>
    private static async Task FindsAsync(IVectorCollection entries, HashSet<long> found, float[] near)
    {
        await ((EmbeddedVectorCollection)entries).IndexedAsync(TestContext.Current.CancellationToken);
        CollectionStatistics statistics = await entries.StatisticsAsync();
        Assert.InRange(statistics.Indexed["v"], statistics.Records < Entries.GraphFrom ? 0 : 1, long.MaxValue);

        // Rounds are not the same in every run: a wide search, that none of them misses two of ten by chance.
        SearchResult exact = await entries.SearchAsync(new VectorQuery("v", near) { Exact = true });
        SearchResult walked = await entries.SearchAsync(new VectorQuery("v", near) { Ef = 400 });
        Assert.Equal(exact.Hits.Count, walked.Hits.Select(hit => hit.Id).Distinct().Count());
        Assert.Empty(walked.Hits.Select(hit => hit.Payload["number"].Integer).Except(found));
        int nearest = walked.Hits.Count(hit => hit.Score >= exact.Hits[^1].Score - 1e-6f);
        Assert.InRange(nearest, .9 * exact.Hits.Count, exact.Hits.Count);
    }

    private static async Task<List<string>> RunUntilKilledAsync(string folder, CommitMode mode, long first, int lines)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Perto.Vectors.Victim.dll");
        ProcessStartInfo start = new("dotnet", [program, folder, $"{mode}", $"{first}"]) { RedirectStandardOutput = true, UseShellExecute = false };
        using Process victim = Process.Start(start)!;
        List<string> said = [];
        while (said.Count < lines && await victim.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            said.Add(line);
        victim.Kill();
        // What it had said and was not read yet; the last line may have been cut.
        string rest = await victim.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        said.AddRange(rest.Split('\n')[..^1]);
        await victim.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("open", said[0]);
        return said[1..];
    }
}
