using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Perto.Testing;

namespace Perto.Cli.Tests;

/// <summary>The guide for newcomers, followed as it stands in the docs.</summary>
[Collection("console")]
public sealed partial class StreamingStartTests : IDisposable
{
    private static readonly string[] Folders = ["films", "made"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_files_and_commands_of_the_guide_give_a_list_with_reasons()
    {
        string guide = await File.ReadAllTextAsync(Path.Combine(TestRepository.Root, "docs", "streaming-start.md"), TestContext.Current.CancellationToken);
        foreach (Match file in Files().Matches(guide))
        {
            string path = _folder.Find(file.Groups["path"].Value);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, file.Groups["text"].Value, TestContext.Current.CancellationToken);
        }
        var answers = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (Match command in Commands().Matches(guide))
        {
            // The server is not started: its tests are others'.
            if (command.Value != "perto serve")
                answers.Add(command.Value, await CommandLine.JsonAsync(_folder.Find("data"), [.. command.Value.Split(' ').Skip(1).Select(word => Folders.Contains(word) ? _folder.Find(word) : word)]));
        }

        Assert.Equal(5, answers.Count);
        Assert.Equal(42, (int)answers["perto streaming import films"]!["rows_read"]!);
        Assert.Equal(0, (int)answers["perto streaming import films"]!["rows_rejected"]!);
        Assert.True((bool)answers["perto streaming train"]!["live"]!);
        JsonArray list = answers["perto streaming recommend ana --n 5"]!["titles"]!.AsArray();
        Assert.Equal(5, list.Count);
        Assert.All(list, title => Assert.NotEmpty((string)title!["reason"]!));
        Assert.Equal(12, (int)answers["perto streaming measures"]!["titles"]!);
        Assert.True(File.Exists(_folder.Find(Path.Combine("made", "impressions.csv"))));
    }

    [GeneratedRegex(@"^`(?<path>films/[a-z.]+)`[^\n]*\n```csv\n(?<text>.*?)```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Files();

    [GeneratedRegex(@"^perto [^\n]+", RegexOptions.Multiline)]
    private static partial Regex Commands();
}
