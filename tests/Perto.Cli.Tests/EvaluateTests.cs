using System.Globalization;
using System.Text.Json.Nodes;
using Perto.Testing;

namespace Perto.Cli.Tests;

/// <summary><c>perto streaming evaluate</c> and <c>split</c> on made files.</summary>
[Collection("console")]
public sealed class EvaluateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string File(string name, IEnumerable<string> lines)
    {
        string path = Path.Combine(_folder.Path, name);
        System.IO.File.WriteAllLines(path, lines);
        return path;
    }

    // Users of two tastes rate ten of their twenty items, in an order of their own.
    private string Ratings() => File("ratings.csv",
        Enumerable.Range(0, 40).SelectMany(user => Enumerable.Range(0, 10).Select(n =>
            string.Create(CultureInfo.InvariantCulture, $"u{user},i{((user % 2) * 20) + (((user * 3) + (n * 7)) % 20)},{1 + (n % 5)},{(user * 5) + n}"))));

    private Task<JsonNode> EvaluateAsync(params string[] args) => CommandLine.JsonAsync(_folder.Path, ["streaming", "evaluate", .. args]);

    [Theory]
    [InlineData("user-time")]
    [InlineData("global-time")]
    [InlineData("leave-one-out")]
    [InlineData("item-stratified")]
    [InlineData("user-random")]
    [InlineData("new-users")]
    public async Task One_file_is_split_and_measured_on(string split)
    {
        JsonNode report = await EvaluateAsync("--data", Ratings(), "--format", "csv", "--split", split, "--model", "popularity,ease", "--k", "5");

        Assert.Equal(["popularity", "ease"], report["results"]!.AsArray().Select(result => (string)result!["model"]!));
        Assert.All(report["results"]!.AsArray(), result => Assert.Equal(13, result!["metrics"]!.AsArray().Count));
        Assert.True((double)report["results"]![1]!["metrics"]![0]!["interval"]!["lower"]! <= (double)report["results"]![1]!["metrics"]![0]!["value"]!);
        Assert.InRange((double)report["comparisons"]![0]!["p_value"]!, 0, 1);
        Assert.Contains(" to find; all train items ranked", (string)report["protocol"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameters_are_chosen_on_the_validation_part_and_the_refit_is_reported_beside()
    {
        string train = File("train.txt", Enumerable.Range(0, 30).Select(user => $"u{user} a{user % 3} b{user % 3} c{user % 5}"));
        string valid = File("valid.txt", Enumerable.Range(0, 30).Select(user => $"u{user} d{user % 3}"));
        string test = File("test.txt", Enumerable.Range(0, 30).Select(user => $"u{user} e{user % 3} c{(user + 1) % 5}"));
        JsonNode report = await EvaluateAsync(
            "--train", train, "--valid", valid, "--test", test, "--refit", "--model", "ease,ials", "--param", "ials.dimensions=4", "--tune", "4", "--k", "3");

        JsonNode tuning = report["tuning"]![1]!;
        Assert.Equal(("ials", "ndcg@3"), ((string)tuning["model"]!, (string)tuning["metric"]!));
        Assert.Equal("4", (string)tuning["trials"]![0]!["parameters"]!["dimensions"]!);
        Assert.Equal((string)tuning["best"]!["parameters"]!["dimensions"]!, (string)report["results"]![1]!["parameters"]!["dimensions"]!);

        // The validation part adds the items d to what is ranked.
        Assert.Equal((11, 14), ((int)report["results"]![0]!["items"]!, (int)report["refitted"]![0]!["items"]!));
    }

    [Fact]
    public async Task The_parts_of_a_split_are_those_that_are_measured_on()
    {
        string ratings = Ratings();
        string parts = Path.Combine(_folder.Path, "parts");
        JsonNode split = await CommandLine.JsonAsync(
            _folder.Path, "streaming", "split", "--data", ratings, "--format", "csv", "--split", "item-stratified", "--ratio", "0.75", "--out", parts);
        Assert.Equal(400, (int)split["interactions"]!["train"]! + (int)split["interactions"]!["test"]!);

        JsonNode given = await EvaluateAsync(
            "--train", Path.Combine(parts, "train.csv"), "--test", Path.Combine(parts, "test.csv"), "--format", "csv", "--model", "ease", "--k", "5");
        JsonNode made = await EvaluateAsync("--data", ratings, "--format", "csv", "--split", "item-stratified", "--ratio", "0.75", "--model", "ease", "--k", "5");
        Assert.Equal((double)made["results"]![0]!["metrics"]![0]!["value"]!, (double)given["results"]![0]!["metrics"]![0]!["value"]!, 1e-12);
    }

    [Fact]
    public async Task New_people_and_negatives_that_were_split_can_be_measured_on_by_files()
    {
        string ratings = Ratings();
        string parts = Path.Combine(_folder.Path, "parts");
        string[] csv = ["--format", "csv"];
        await CommandLine.JsonAsync(_folder.Path, ["streaming", "split", "--data", ratings, .. csv, "--split", "new-users", "--users", "0.6", "--out", parts]);
        JsonNode given = await EvaluateAsync([
            "--train", Path.Combine(parts, "train.csv"), "--histories", Path.Combine(parts, "histories.csv"), "--test", Path.Combine(parts, "test.csv"), .. csv,
            "--model", "ease", "--k", "3"]);
        JsonNode made = await EvaluateAsync(["--data", ratings, .. csv, "--split", "new-users", "--users", "0.6", "--model", "ease", "--k", "3"]);
        Assert.Equal((double)made["results"]![0]!["metrics"]![0]!["value"]!, (double)given["results"]![0]!["metrics"]![0]!["value"]!, 1e-9);

        await CommandLine.JsonAsync(_folder.Path, ["streaming", "split", "--data", ratings, .. csv, "--split", "leave-one-out", "--draw-negatives", "7", "--out", parts]);
        given = await EvaluateAsync([
            "--train", Path.Combine(parts, "train.csv"), "--negatives", Path.Combine(parts, "negatives.tsv"), .. csv, "--model", "ease", "--k", "3"]);
        made = await EvaluateAsync(["--data", ratings, .. csv, "--split", "leave-one-out", "--draw-negatives", "7", "--model", "ease", "--k", "3"]);
        Assert.Equal((double)made["results"]![0]!["metrics"]![0]!["value"]!, (double)given["results"]![0]!["metrics"]![0]!["value"]!, 1e-9);
    }

    [Fact]
    public async Task Models_have_names_and_a_blend_takes_what_its_parts_have()
    {
        JsonNode report = await EvaluateAsync(
            "--data", Ratings(), "--format", "csv", "--split", "user-random", "--model", "small=ials,large=ials,ials,blend", "--k", "5", "--param", "small.dimensions=2",
            "--param", "large.dimensions=9", "--param", "ials.dimensions=5", "--param", "ials.epochs=3");

        Assert.Equal(["small", "large", "ials", "blend"], report["results"]!.AsArray().Select(result => (string)result!["model"]!));
        Assert.Equal(["2", "9", "5"], report["results"]!.AsArray().Take(3).Select(result => (string)result!["parameters"]!["dimensions"]!));
        Assert.Equal("5", (string)report["results"]![3]!["parameters"]!["ials.dimensions"]!);
        Assert.Equal(3, report["comparisons"]!.AsArray().Count);
    }

    [Fact]
    public async Task What_is_rated_too_low_is_as_if_the_file_did_not_have_it()
    {
        string train = File("rated.csv", ["u1,good,5", "u1,bad,1", "u2,good,4", "u2,fine,4", "u3,fine,5"]);
        string test = File("wanted.csv", ["u1,fine,5", "u3,good,5", "u2,bad,1"]);
        JsonNode report = await EvaluateAsync("--train", train, "--test", test, "--format", "csv", "--min-rating", "3", "--model", "popularity", "--k", "2");
        Assert.Equal((2, 2), ((int)report["results"]![0]!["items"]!, (int)report["results"]![0]!["users"]!));
    }

    [Fact]
    public async Task Published_figures_stand_beside_ours_and_ratings_have_a_minimum()
    {
        string ratings = Ratings();
        JsonNode report = await EvaluateAsync(
            "--data", ratings, "--format", "csv", "--split", "leave-one-out", "--draw-negatives", "5", "--min-rating", "3", "--model", "popularity", "--k", "10",
            "--published", "movielens-1m-leave-one-out");
        Assert.Equal("EASE", (string)report["published"]!["rows"]![0]!["model"]!);
        Assert.Contains("5 negatives drawn", (string)report["protocol"]!, StringComparison.Ordinal);

        (int exitCode, string output, _) = await CommandLine.RunAsync(
            _folder.Path, "streaming", "evaluate", "--data", ratings, "--format", "csv", "--split", "user-time", "--model", "ease", "--published", "gowalla", "--tune", "2");
        Assert.Equal(0, exitCode);
        Assert.Contains("SimpleX", output, StringComparison.Ordinal);
        Assert.Contains("best of 2 by ndcg@20", output, StringComparison.Ordinal);
    }
}
