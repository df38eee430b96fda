namespace Perto.Cli.Tests;

/// <summary>Command lines that are refused before anything is opened. What commands do is walked in Perto.EndToEnd.</summary>
// The console is the process's: who takes it over runs alone.
[Collection("console")]
public sealed class UsageTests
{
    [Theory]
    [InlineData("streaming evaluate --train a.txt", "Give one of --test, --negatives and --split")]
    [InlineData("streaming evaluate --train a.txt --test b.txt --negatives c.txt", "Give one of --test, --negatives and --split")]
    [InlineData("streaming evaluate --data a.txt --test b.txt --split user-time", "Give one of --test, --negatives and --split")]
    [InlineData("streaming evaluate --data a.txt --split by-moon", "--split must be one of user-time, global-time, leave-one-out, item-stratified, user-random, new-users; got 'by-moon'")]
    [InlineData("streaming evaluate --train a.txt --negatives b.txt --valid c.txt", "--valid, --exclude and --histories belong to --test")]
    [InlineData("streaming evaluate --data a.txt --split user-time --draw-negatives 9", "--draw-negatives belongs to --split leave-one-out")]
    [InlineData("streaming evaluate --data a.txt --split leave-one-out --draw-negatives -5", "--draw-negatives must be at least 0; got -5")]
    [InlineData("streaming evaluate --data a.txt --split user-time --users .5", "--users belongs to --split new-users")]
    [InlineData("streaming split --data a.txt --out b --split leave-one-out --ratio .5", "--ratio belongs to --split with a part to fit on")]
    [InlineData("streaming evaluate --train a.txt --test b.txt --tune -3", "--tune must be at least 1; got -3")]
    [InlineData("streaming evaluate --train a.txt --test b.txt --tune many", "many")]
    [InlineData("streaming evaluate --data a.txt --split user-time --ratio most", "most")]
    [InlineData("streaming evaluate --train a.txt --test b.txt --tune-by gini", "gini")]
    [InlineData("streaming evaluate --train a.txt --test b.txt --refit", "--refit needs --valid")]
    [InlineData("streaming evaluate --train a.txt --test b.txt --tune-by luck", "luck")]
    [InlineData("streaming split --data a.txt --out b", "--split")]
    [InlineData("streaming evaluate --train a.txt --test b.txt --k 0", "--k must be whole numbers from 1 to 1000")]
    [InlineData("streaming evaluate --test b.txt", "--train")]
    [InlineData("streaming batch", "Say where it goes: either --output FILE or --to-table")]
    [InlineData("streaming batch --output a --to-table", "Say where it goes: either --output FILE or --to-table")]
    [InlineData("streaming batch --to-table --format csv", "--format is of a file")]
    [InlineData("streaming batch --to-table --people a --segment-tier premium", "--people lists who it is for")]
    [InlineData("streaming batch --to-table --kind page", "page")]
    [InlineData("serve --server nowhere", "--server must be an http or https address; got 'nowhere'")]
    [InlineData("fly", "fly")]
    public async Task A_line_that_cannot_be_understood_says_why_and_ends_with_2(string line, string reason)
    {
        (int exitCode, string error) = await RunAsync(line.Split(' '));

        Assert.Equal(2, exitCode);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Contains("--help", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--model transformer", "model must be one of")]
    [InlineData("--model ials --param width=3", "'width' is no parameter of ials")]
    [InlineData("--model ials --param dimensions", "--param must be name=value")]
    [InlineData("--model ease --param regularization=-1", "regularization of ease must be")]
    [InlineData("--model ials --param unobserved_weight=0,03", "unobserved_weight of ials must be a number; got '0,03'")]
    [InlineData("--model ease", "There is no file")]
    [InlineData("--model ease --tune 1001", "tune must be between 1 and 1000; got 1001")]
    [InlineData("--model ,", "--model must name at least one model")]
    [InlineData("--model ease,ease", "--model must name each model once; two of one kind have names of their own, such as a=ease,b=ease; got 'ease' twice")]
    [InlineData("--model ease,ials --param ease.dimensions=3", "'dimensions' is no parameter of ease")]
    [InlineData("--model ease --published netflix", "published must be one of movielens-100k")]
    public async Task A_value_that_cannot_be_used_names_its_rule_and_ends_with_1(string options, string reason)
    {
        (int exitCode, string error) = await RunAsync(["streaming", "evaluate", "--train", "no-such-file", "--test", "no-such-file", .. options.Split(' ')]);

        Assert.Equal(1, exitCode);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Error)> RunAsync(string[] args)
    {
        TextWriter before = Console.Error;
        await using var error = new StringWriter();
        Console.SetError(error);
        try
        {
            return (await PertoCommand.RunAsync(args), error.ToString());
        }
        finally
        {
            Console.SetError(before);
        }
    }
}
