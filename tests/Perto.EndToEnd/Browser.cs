using System.Text.Json;
using Perto.Testing;

namespace Perto.EndToEnd;

/// <summary>Steps in a real browser. The files of <c>browser/</c> hold the steps, the tests look at what they return.</summary>
internal static class Browser
{
    private static readonly Lazy<Task> Packages = new(InstallPackagesAsync);

    /// <summary>
    /// Runs the steps of a file in a fresh browser and gives back what they return. The test skips where Node or Chromium is absent,
    /// and fails with a picture under <c>TestResults/browser</c> when a step does, when the page throws, or when it asks another server.
    /// </summary>
    /// <param name="steps">File in <c>browser/</c>: <c>why-this.mjs</c>.</param>
    /// <param name="address">Root of the server.</param>
    /// <param name="args">Handed to the steps as JSON.</param>
    /// <param name="cancellationToken">Kills the browser.</param>
    public static async Task<JsonElement> RunAsync(
        string steps, Uri address, object? args = null, CancellationToken cancellationToken = default)
    {
        string node = Program("node");
        string chromium = TestChromium.Path();
        await Packages.Value.WaitAsync(cancellationToken);

        string pictures = TestRepository.Find("TestResults/browser");
        Directory.CreateDirectory(pictures);
        string input = JsonSerializer.Serialize(
            new { chromium, address, args, screenshot = Path.Combine(pictures, Path.ChangeExtension(steps, ".png")) });
        ProcessResult result = await ChildProcess.RunAsync(node, [Path.Combine(Folder, "run.mjs"), "./" + steps], input: input, cancellationToken: cancellationToken);
        if (result.ExitCode != 0)
            Assert.Fail($"{steps}: {result.Error}");
        return JsonElement.Parse(result.Output);
    }

    private static string Folder => TestRepository.Find("tests/Perto.EndToEnd/browser");

    private static string Program(string name)
    {
        string? found = TestPrograms.Find(name);
        Assert.SkipWhen(found is null, $"No {name}: install Node 20 or newer.");
        return found!;
    }

    private static async Task InstallPackagesAsync()
    {
        // npm writes this file last.
        var installed = new FileInfo(Path.Combine(Folder, "node_modules/.package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
            return;
        ProcessResult result = await ChildProcess.RunAsync(Program("npm"), ["--prefix", Folder, "ci", "--no-audit", "--no-fund"]);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"npm could not install the browser driver: {result.Error}");
    }
}
