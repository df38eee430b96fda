using System.Text.Json.Nodes;
using Perto.Numerics;
using Perto.Testing;

namespace Perto.Cli.Tests;

/// <summary><c>perto search evaluate</c> and <c>perto embed fit</c>.</summary>
[Collection("console")]
public sealed class SearchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_ways_are_measured_and_held_against_words()
    {
        JsonNode report = await CommandLine.JsonAsync(_folder.Path, ["search", "evaluate", .. Files(), "--k", "5"]);

        Assert.Equal(["bm25", "bm25+rm3", "embed", "hybrid", "gated"], report["results"]!.AsArray().Select(result => (string)result!["method"]!));
        Assert.Equal(["ndcg@5", "recall@100", "map@1000", "mrr@5"], report["results"]![0]!["metrics"]!.AsArray().Select(metric => $"{metric!["name"]}@{metric["k"]}"));
        Assert.All(report["results"]!.AsArray(), result => Assert.InRange((double)result!["metrics"]![0]!["value"]!, 0.3, 1));
        Assert.Equal(["bm25+rm3", "embed", "hybrid", "gated"], report["comparisons"]!.AsArray().Select(compared => (string)compared!["model"]!));
        Assert.Equal(5, report["learned"]!["folds"]!.AsArray().Count);
        Assert.Equal(30, (int)report["learned"]!["queries"]!);
        Assert.Contains("60 documents, 30 queries", (string)report["protocol"]!);
        Assert.StartsWith("builtin, fitted on the corpus (lexical-1-", (string)report["model"]!);
        Assert.Null(report["published"]);
    }

    [Fact]
    public async Task On_Cranfield_words_reach_what_is_published_and_the_gate_does_not_fall_behind_them()
    {
        string folder = TestData.Folder("cranfield");
        JsonNode report = await CommandLine.JsonAsync(
            _folder.Path, "search", "evaluate", "--corpus", Path.Combine(folder, "documents.xml"), "--queries", Path.Combine(folder, "queries.xml"), "--qrels", Path.Combine(folder, "qrels.txt"));
        double Of(string method, string metric) => (double)report["results"]!.AsArray().Single(result => (string?)result!["method"] == method)!["metrics"]!.AsArray()
            .Single(one => (string?)one!["name"] == metric)!["value"]!;

        Assert.Contains("1,400 documents, 225 queries", (string)report["protocol"]!, StringComparison.Ordinal);
        Assert.True(Of("bm25", "ndcg") >= 0.395 && Of("bm25", "recall") >= 0.753, report.ToJsonString());
        Assert.True(Of("gated", "ndcg") > Of("bm25", "ndcg") + 0.02, report.ToJsonString());
    }

    [Fact]
    public async Task Only_what_is_asked_for_is_run()
    {
        JsonNode report = await CommandLine.JsonAsync(_folder.Path, ["search", "evaluate", .. Files(), "--method", "bm25"]);
        Assert.Equal("bm25", (string)Assert.Single(report["results"]!.AsArray())!["method"]!);
        Assert.Null(report["model"]);
        Assert.Null(report["learned"]);

        JsonNode fused = await CommandLine.JsonAsync(_folder.Path, ["search", "evaluate", .. Files(), "--method", "hybrid", "--model", "builtin", "--fusion", "z_score"]);
        Assert.Equal(["bm25", "hybrid"], fused["results"]!.AsArray().Select(result => (string)result!["method"]!));
        Assert.Equal("builtin", (string)fused["model"]!);
        Assert.Null(fused["learned"]);
    }

    [Fact]
    public async Task People_get_a_table_with_the_gates_decision()
    {
        (int exitCode, string output, string error) = await CommandLine.RunAsync(_folder.Path, ["search", "evaluate", .. Files()]);
        Assert.True(exitCode == 0, error);
        Assert.Contains("gate: ", output);
        Assert.Contains("ndcg@10 of hybrid over bm25: ", output);
    }

    [Fact]
    public async Task A_fitted_embedder_is_a_model()
    {
        string model = Path.Combine(_folder.Path, "made.model");
        JsonNode fit = await CommandLine.JsonAsync(_folder.Path, "embed", "fit", "--corpus", Files()[1], "--out", model, "--directions", "20");
        Assert.Equal($"builtin:{model}", (string)fit["model"]!);
        Assert.Equal((60, 20), ((int)fit["fit"]!["texts"]!, (int)fit["fit"]!["directions"]!));
        Assert.Equal(new FileInfo(model).Length, (long)fit["bytes"]!);
        Assert.InRange((double)fit["fit"]!["variance_kept"]!, 0.2, 1);

        JsonNode report = await CommandLine.JsonAsync(_folder.Path, ["search", "evaluate", .. Files(), "--method", "embed", "--model", $"builtin:{model}"]);
        Assert.InRange((double)report["results"]![1]!["metrics"]![0]!["value"]!, 0.3, 1);
    }

    [Theory]
    [InlineData("corpus.jsonl", "{\"_id\": \"d1\"}", "corpus.jsonl, line 1: text")]
    [InlineData("queries.jsonl", "not json", "queries.jsonl, line 1: line")]
    [InlineData("test.tsv", "q1\td1\tone\nq1\td1\ttwo", "test.tsv, line 1: grade")]
    [InlineData("test.tsv", "q999\td1\t1", "test.tsv, line 1: query")]
    public async Task A_bad_line_is_told_with_its_file(string file, string content, string message)
    {
        string[] files = Files();
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, file), content, TestContext.Current.CancellationToken);
        (int exitCode, _, string error) = await CommandLine.RunAsync(_folder.Path, ["search", "evaluate", .. files]);
        Assert.Equal(1, exitCode);
        Assert.Contains(message, error);
    }

    [Theory]
    [InlineData("--method", "magic")]
    [InlineData("--fusion", "sum")]
    [InlineData("--k", "0")]
    [InlineData("--k1", "-1")]
    [InlineData("--bigrams", "2")]
    public async Task What_cannot_be_is_refused(string option, string value)
    {
        (int exitCode, _, string error) = await CommandLine.RunAsync(_folder.Path, ["search", "evaluate", .. Files(), option, value]);
        Assert.Equal(2, exitCode);
        Assert.Contains(value, error);
    }

    [Fact]
    public async Task A_corpus_that_shares_nothing_is_refused()
    {
        string corpus = Path.Combine(_folder.Path, "corpus.txt");
        await File.WriteAllTextAsync(corpus, "one text alone", TestContext.Current.CancellationToken);
        (int exitCode, _, string error) = await CommandLine.RunAsync(_folder.Path, "embed", "fit", "--corpus", corpus, "--out", Path.Combine(_folder.Path, "out"));
        Assert.Equal(1, exitCode);
        Assert.Contains("--corpus", error);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "out")));
    }

    // 60 documents about ten things; each query asks for one of them with words that its six documents have.
    private string[] Files()
    {
        SeededRandom random = new(3);
        string Words(int topic, int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => $"topic{topic}word{random.Next(8)}"));
        string corpus = Write("corpus.jsonl", Enumerable.Range(0, 60).Select(i => $$"""{"_id": "d{{i}}", "title": "", "text": "{{Words(i % 10, 6)}} common {{Words(random.Next(10), 3)}}"}"""));
        string queries = Write("queries.jsonl", Enumerable.Range(0, 30).Select(i => $$"""{"_id": "q{{i}}", "text": "{{Words(i % 10, 3)}}"}"""));
        string qrels = Write("test.tsv", ["query-id\tcorpus-id\tscore", .. Enumerable.Range(0, 30).SelectMany(q => Enumerable.Range(0, 6).Select(d => $"q{q}\td{(10 * d) + (q % 10)}\t1"))]);
        return ["--corpus", corpus, "--queries", queries, "--qrels", qrels];
    }

    private string Write(string name, IEnumerable<string> lines)
    {
        string path = Path.Combine(_folder.Path, name);
        File.WriteAllLines(path, lines);
        return path;
    }
}
