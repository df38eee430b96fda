using System.Globalization;
using System.Text.Json.Nodes;
using Perto.Numerics;
using Perto.Testing;

namespace Perto.Cli.Tests;

/// <summary><c>perto rank</c> on made files.</summary>
[Collection("console")]
public sealed class RankTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Write(string name, IEnumerable<string> lines)
    {
        string path = Path.Combine(_folder.Path, name);
        File.WriteAllLines(path, lines);
        return path;
    }

    /// <summary>Queries of ten rows; the grade rises with the first feature.</summary>
    private string[] Files(string option, int queries, long seed)
    {
        SeededRandom random = new(seed);
        string rows = Write(option, Enumerable.Range(0, 10 * queries).Select(_ =>
        {
            double good = random.NextDouble();
            return string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(3.99 * good)} 1:{good:0.000} 2:{random.NextDouble():0.000}");
        }));
        return [$"--{option}", rows, $"--{option}-groups", Write(option + ".query", Enumerable.Repeat("10", queries))];
    }

    private Task<JsonNode> RankAsync(params string[] args) => CommandLine.JsonAsync(_folder.Path, ["rank", .. args]);

    private static double Value(JsonNode report, int at) => (double)report["metrics"]![at]!["value"]!;

    [Fact]
    public async Task A_ranker_is_fitted_and_measured_in_one_go_with_an_interval_over_seeds()
    {
        string[] files = [.. Files("train", 40, seed: 1), .. Files("test", 20, seed: 2)];
        JsonNode report = await RankAsync(
            ["evaluate", .. files, "--seeds", "3", "--param", "trees=10", "--param", "bagging_fraction=0.5", "--k", "1,5"]);

        Assert.Equal((3, 20, 200), ((int)report["seeds"]!, (int)report["queries"]!, (int)report["rows"]!));
        Assert.Equal([1, 5], report["metrics"]!.AsArray().Select(metric => (int)metric!["k"]!));
        Assert.Equal(3, report["metrics"]![0]!["seeds"]!.AsArray().Count);
        Assert.InRange(Value(report, 1), 0.9, 1);
        Assert.Equal("0.5", (string)report["parameters"]!["bagging_fraction"]!);
        Assert.Equal("Column_1", (string)report["features"]![0]!["name"]!);
        Assert.Null(report["published"]);
    }

    [Theory]
    [InlineData("native")]
    [InlineData("lightgbm")]
    public async Task A_ranker_that_was_written_measures_as_when_it_was_fitted(string format)
    {
        string model = Path.Combine(_folder.Path, "model");
        string[] test = Files("test", 20, seed: 2);
        JsonNode trained = await RankAsync(["train", .. Files("train", 40, seed: 1), .. test, "--model", model, "--format", format, "--param", "trees=10"]);
        JsonNode measured = await RankAsync(["evaluate", "--model", model, .. test]);

        Assert.Equal(trained["metrics"]!.ToJsonString(), measured["metrics"]!.ToJsonString());
        Assert.Equal(10, (double)measured["trees"]!);
        Assert.Equal(format == "lightgbm", (await File.ReadAllTextAsync(model, TestContext.Current.CancellationToken)).StartsWith("tree\nversion=v4\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Training_stops_early_where_more_trees_bring_nothing()
    {
        JsonNode report = await RankAsync(["train", .. Files("train", 60, seed: 1), .. Files("valid", 20, seed: 3), "--early-stopping", "5", "--param", "trees=300"]);
        Assert.InRange((double)report["trees"]!, 1, 200);
        Assert.Empty(report["metrics"]!.AsArray());
    }

    [Fact]
    public async Task People_get_a_table()
    {
        (int exitCode, string output, _) = await CommandLine.RunAsync(
            _folder.Path, ["rank", "evaluate", .. Files("train", 30, seed: 1), .. Files("test", 10, seed: 2), "--param", "trees=5"]);
        Assert.Equal(0, exitCode);
        Assert.Contains("ndcg@10", output, StringComparison.Ordinal);
        Assert.Contains("95 % over queries", output, StringComparison.Ordinal);
        Assert.Contains("Column_1", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rank evaluate --test t", "Give either --model or --train")]
    [InlineData("rank evaluate --train t --model m --test t", "Give either --model or --train")]
    [InlineData("rank evaluate --train t", "Give --test")]
    [InlineData("rank train --test t", "Give --train")]
    [InlineData("rank train --train t --format native", "--format belongs to --model")]
    [InlineData("rank train --train t --valid v", "--valid says when to stop: give --early-stopping with it")]
    [InlineData("rank train --train t --test-groups g", "--test-groups belongs to --test")]
    [InlineData("rank train --train t --valid-groups g", "--valid-groups belongs to --valid")]
    [InlineData("rank evaluate --model m --test t --param leaves=9", "--param belongs to --train")]
    [InlineData("rank evaluate --model m --test t --seeds 5", "--seeds belongs to --train")]
    [InlineData("rank train --train t --seeds 0", "--seeds must be a whole number in 1..1000; got '0'")]
    [InlineData("rank evaluate --model m --test t --k 0", "--k must be whole numbers from 1 to 1000")]
    public async Task A_line_that_cannot_be_understood_says_why(string line, string reason)
    {
        (int exitCode, _, string error) = await CommandLine.RunAsync(_folder.Path, line.Split(' '));
        Assert.Equal(2, exitCode);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seeds_that_draw_nothing_are_not_taken_for_certainty()
    {
        (int exitCode, string output, _) = await CommandLine.RunAsync(
            _folder.Path, ["rank", "evaluate", .. Files("train", 20, seed: 1), .. Files("test", 10, seed: 2), "--seeds", "2", "--param", "trees=3"]);
        Assert.Equal(0, exitCode);
        Assert.Contains("all seeds gave the same", output, StringComparison.Ordinal);

        // One interval a line, that over queries.
        Assert.All(output.Split('\n').Where(line => line.StartsWith("ndcg@", StringComparison.Ordinal)), line => Assert.Equal(1, line.Count(letter => letter == '±')));
    }

    [Theory]
    [InlineData("2.5 1:3", "file.txt, line 2: label must be a grade, a whole number in 0..30; got '2.5'")]
    [InlineData("31 1:3", "line 2: label must be a grade")]
    [InlineData("-1 1:3", "line 2: label must be a grade")]
    public async Task A_label_that_is_no_grade_is_named_with_its_line(string line, string message)
    {
        string rows = Write("file.txt", ["1 1:2", line]);
        string groups = Write("file.query", ["2"]);
        foreach (string[] args in (string[][])[["--train", rows, "--train-groups", groups], [.. Files("train", 20, seed: 1), "--test", rows, "--test-groups", groups]])
        {
            (int exitCode, _, string error) = await CommandLine.RunAsync(_folder.Path, ["rank", "train", .. args]);
            Assert.Equal(1, exitCode);
            Assert.Contains(message, error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_query_that_is_too_large_names_the_parameter_and_a_model_that_is_there_stays()
    {
        string model = Write("model.bin", ["something"]);
        string rows = Write("large.txt", Enumerable.Range(0, 12).Select(row => $"{row % 3} 1:{row}"));
        (int exitCode, _, string error) = await CommandLine.RunAsync(
            _folder.Path, "rank", "train", "--train", rows, "--train-groups", Write("large.query", ["12"]), "--param", "max_group_size=10", "--model", model);
        Assert.Equal(1, exitCode);
        Assert.Contains("max_group_size of lambdamart must be at least the rows of the largest query, 12; got 10", error, StringComparison.Ordinal);
        Assert.Equal(["something"], await File.ReadAllLinesAsync(model, TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.part"));
    }

    [Fact]
    public async Task Files_that_cannot_be_used_are_named_with_their_line()
    {
        string rows = Write("rows", ["1 1:2", "0 1:x"]);
        string good = Write("good", ["1 1:2", "0 1:3"]);
        string groups = Write("groups", ["3"]);
        string text = Write("text", ["tree", "version=v9"]);
        string noise = Write("noise", ["no model"]);
        Assert.Equal("error: rows, line 2: value of feature 1 must be a finite number or nan; got 'x'", await ErrorAsync("train", "--train", rows, "--train-groups", groups));
        Assert.Equal("error: groups, line 1: sum of the counts must be the 2 rows; got '3'", await ErrorAsync("train", "--train", good, "--train-groups", groups));
        Assert.Equal("error: The rows of good have no qid: give the file that says how many rows each query has", await ErrorAsync("train", "--train", good));
        Assert.Equal("error: LightGBM model, line 2: version must be v3 or v4; got 'v9'", await ErrorAsync("evaluate", "--model", text, "--test", good));
        Assert.StartsWith("error: Section 'header'", await ErrorAsync("evaluate", "--model", noise, "--test", good), StringComparison.Ordinal);
        Assert.StartsWith("error: There is no file", await ErrorAsync("evaluate", "--model", "nowhere", "--test", good), StringComparison.Ordinal);
    }

    private async Task<string> ErrorAsync(params string[] args)
    {
        (int exitCode, _, string error) = await CommandLine.RunAsync(_folder.Path, ["rank", .. args]);
        Assert.Equal(1, exitCode);
        return error.Trim();
    }
}
