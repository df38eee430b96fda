using System.Text.Json;
using Perto.Testing;

namespace Perto.EndToEnd;

public sealed class CommandLineTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_answers_the_same_in_process_and_through_the_server_that_has_the_folder()
    {
        using var folder = new TemporaryFolder();
        ProcessResult made = await PertoProgram.RunAsync(folder.Path, ["demo", "--no-serve", "--json"], Cancellation);
        Assert.True(made.ExitCode == 0, made.Error);
        string person = JsonElement.Parse(made.Output).GetProperty("person").GetString()!;
        string[] recommend = ["streaming", "recommend", person, "--n", "5", "--json"];

        ProcessResult inProcess = await PertoProgram.RunAsync(folder.Path, recommend, Cancellation);
        ProcessResult throughServer;
        await using (await PertoProgram.ServeAsync(folder.Path, ["serve"], Cancellation))
            throughServer = await PertoProgram.RunAsync(folder.Path, recommend, Cancellation);

        Assert.True(inProcess.ExitCode == 0, inProcess.Error);
        Assert.True(throughServer.ExitCode == 0, throughServer.Error);
        Assert.Equal(5, Titles(inProcess).Length);
        Assert.Equal(Titles(inProcess), Titles(throughServer));
    }

    [Fact]
    public async Task What_is_not_understood_ends_with_2_and_what_cannot_be_done_with_1()
    {
        using var folder = new TemporaryFolder();

        ProcessResult unknown = await PertoProgram.RunAsync(folder.Path, ["streaming", "fly"], Cancellation);
        ProcessResult refused = await PertoProgram.RunAsync(folder.Path, ["streaming", "import", folder.Find("nowhere"), "--json"], Cancellation);
        ProcessResult unreachable = await PertoProgram.RunAsync(
            folder.Path, ["streaming", "recommend", "1", "--server", "http://127.0.0.1:1"], Cancellation);

        Assert.Equal(2, unknown.ExitCode);
        Assert.Equal(1, refused.ExitCode);
        Assert.Equal("invalid_value", JsonElement.Parse(refused.Error).GetProperty("code").GetString());
        Assert.Equal(1, unreachable.ExitCode);
        Assert.Contains("No server answers at http://127.0.0.1:1", unreachable.Error);
        Assert.Equal("", refused.Output);
    }

    [Fact]
    public async Task Evaluate_prints_what_it_measured()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Find("train.txt"), "u1 a b c\nu2 a b\nu3 c d\nu4 d e\n", Cancellation);
        await File.WriteAllTextAsync(folder.Find("test.txt"), "u2 c\nu4 c\n", Cancellation);

        ProcessResult evaluated = await PertoProgram.RunAsync(
            folder.Path,
            [
                "streaming", "evaluate", "--train", folder.Find("train.txt"), "--test", folder.Find("test.txt"),
                "--model", "itemknn,popularity", "--k", "1,2", "--json",
            ],
            Cancellation);

        Assert.True(evaluated.ExitCode == 0, evaluated.Error);
        JsonElement results = JsonElement.Parse(evaluated.Output).GetProperty("results");
        Assert.Equal(["itemknn", "popularity"], results.EnumerateArray().Select(result => result.GetProperty("model").GetString()));
        Assert.Equal(2, results[0].GetProperty("users").GetInt32());
        JsonElement recall = results[0].GetProperty("metrics").EnumerateArray()
            .Single(metric => metric.GetProperty("name").GetString() == "recall" && metric.GetProperty("k").GetInt32() == 1);
        Assert.Equal(1, recall.GetProperty("value").GetDouble());
    }

    [Fact]
    public async Task Evaluate_among_negatives_ranks_what_train_does_not_have_last()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Find("train.txt"), "u1 a b\nu2 a b\nu3 c\n", Cancellation);
        await File.WriteAllTextAsync(folder.Find("negatives.txt"), "(u1,c)\tx\ty\n(u2,z)\ta\tb\n", Cancellation);

        ProcessResult evaluated = await PertoProgram.RunAsync(
            folder.Path,
            [
                "streaming", "evaluate", "--train", folder.Find("train.txt"), "--negatives", folder.Find("negatives.txt"),
                "--model", "popularity", "--k", "1", "--json",
            ],
            Cancellation);

        // u1: c is known, x and y are not, so c comes first. u2: z is not known, so it comes last.
        Assert.True(evaluated.ExitCode == 0, evaluated.Error);
        JsonElement hits = JsonElement.Parse(evaluated.Output).GetProperty("results")[0].GetProperty("metrics").EnumerateArray()
            .Single(metric => metric.GetProperty("name").GetString() == "hit_rate");
        Assert.Equal(0.5, hits.GetProperty("value").GetDouble());
    }

    private static string[] Titles(ProcessResult result) =>
        [.. JsonElement.Parse(result.Output).GetProperty("titles").EnumerateArray().Select(title => title.GetProperty("id").GetString()!)];
}
