using System.CommandLine;
using System.Globalization;
using Perto.Language;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto embed fit</c>: fits the built-in embedder to a corpus.</summary>
internal static class FitCommand
{
    public static Command Create()
    {
        var corpus = new Option<FileInfo>("--corpus")
        {
            Description = "A file with a text on each line, or with JSON objects that have 'text' (and 'title') where it ends with .jsonl",
            HelpName = "FILE",
            Required = true,
        };
        corpus.AcceptExistingOnly();
        var output = new Option<FileInfo>("--out") { Description = "Where the embedder goes", HelpName = "FILE", Required = true };
        var language = new Option<TextLanguage?>("--language") { Description = "The language of all texts: none, english or portuguese [default: that of each text]" };
        var directions = new Option<int>("--directions") { Description = "How many directions are kept, 1 to 383", DefaultValueFactory = _ => new LexicalFitSettings().Directions };
        var sharpening = new Option<double>("--sharpening")
        {
            Description = "How much what many texts share counts above the single word, 0 to 2; less for short texts",
            DefaultValueFactory = _ => new LexicalFitSettings().Sharpening,
        };
        var command = new Command(
            "fit",
            """
            Fit the built-in embedder to a corpus

            It learns which words matter there and which go together. It needs some hundred texts of the kind that will be searched, and no judgements.

            Example:
              perto embed fit --corpus articles.jsonl --out articles.model
            """)
        {
            corpus, output, language, directions, sharpening,
        };
        command.Validators.Add(result =>
        {
            if (result.Given(directions) is < 1 or > 383)
                result.AddError($"--directions must be 1 to 383; got {result.GetValue(directions)}");
            if (result.Given(sharpening) is { } given && given is not (>= 0 and <= 2))
                result.AddError($"--sharpening must be 0 to 2; got {given}");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = new LexicalFitSettings
            {
                Language = parsed.GetValue(language),
                Directions = parsed.GetValue(directions),
                Sharpening = parsed.GetValue(sharpening),
            };
            FileInfo target = parsed.GetValue(output)!;
            // Said before the work and not after it.
            if (target.Directory is { Exists: false } folder)
                throw new InvalidValueException("--out", target.FullName, "a file in a folder that is there", $"--out must be a file in a folder that is there; there is no {folder.FullName}");
            Terminal terminal = Terminal.For(parsed);
            List<string> texts = await CorpusTexts.ReadAsync(parsed.GetValue(corpus)!, cancellationToken);
            var steps = new Steps(terminal);
            LexicalEmbedder? embedder = null;
            await steps.RunAsync("fit", async progress =>
            {
                embedder = await Task.Run(() => Fit(texts, settings, progress, cancellationToken), cancellationToken);
                return string.Create(CultureInfo.InvariantCulture, $"{texts.Count:N0} texts, {embedder.Fit!.Features:N0} features");
            });
            Write(embedder!, target);
            Print(terminal, embedder!, target);
            return ExitCode.Success;
        });
        return command;
    }

    private static LexicalEmbedder Fit(List<string> texts, LexicalFitSettings settings, IProgress<(double Done, string Detail)> progress, CancellationToken cancellationToken)
    {
        try
        {
            return LexicalEmbedder.FitTo(texts, settings, new ParallelOptions { CancellationToken = cancellationToken }, new Share(progress));
        }
        catch (ArgumentException nothing)
        {
            throw new InvalidValueException("--corpus", texts.Count, "texts that share terms", $"--corpus cannot be fitted: {nothing.Message}");
        }
    }

    // Beside the file and moved there when it is whole, so that an embedder in use is never half another.
    private static void Write(LexicalEmbedder embedder, FileInfo target)
    {
        string beside = $"{target.FullName}.{Environment.ProcessId}.part";
        try
        {
            using (FileStream stream = File.Create(beside))
                embedder.Save(stream);
            File.Move(beside, target.FullName, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private static void Print(Terminal terminal, LexicalEmbedder embedder, FileInfo target)
    {
        var report = new FitReport($"builtin:{target.FullName}", embedder.Id, new FileInfo(target.FullName).Length, embedder.Fit!);
        terminal.Print(report, console =>
        {
            console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture, $" {embedder.Id}: {report.Fit.Directions} directions keep {report.Fit.VarianceKept:P0} of the variance; {report.Bytes / 1e6:0.0} MB");
            console.MarkupLineInterpolated($" Use it as a model: --model {report.Model}, or Perto:Embeddings:Model. Relative names begin in Perto:LanguageModels:Folder.");
        });
    }

    private sealed class Share(IProgress<(double Done, string Detail)> progress) : IProgress<double>
    {
        public void Report(double value) => progress.Report((value, value < 0.5 ? "reading" : "decomposing"));
    }
}
