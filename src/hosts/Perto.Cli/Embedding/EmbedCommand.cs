using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Perto.Client;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto embed</c>: texts become vectors.</summary>
internal static class EmbedCommand
{
    private const int TextsAtOnce = 256;

    public static Command Create()
    {
        var texts = new Argument<string[]>("text") { Description = "Texts to embed; none: those of --input, or of standard input", Arity = ArgumentArity.ZeroOrMore };
        var input = new Option<FileInfo>("--input") { Description = "A file with a text on each line, or with JSON objects that have 'text' (and 'id') where it ends with .jsonl" };
        input.AcceptExistingOnly();
        var output = new Option<FileInfo?>("--output") { Description = "Where the vectors go, as JSON lines; standard output if it is left out" };
        var query = new Option<bool>("--query") { Description = "Embed as questions rather than as documents, where the model tells them apart" };
        var dimensions = new Option<int>("--dimensions") { Description = $"Dimensions, 1 to {EmbeddingRequest.MaxDimensions}, of models that can shorten their vectors" };
        var noCache = new Option<bool>("--no-cache") { Description = "Neither use kept vectors nor keep new ones" };
        Option<string?> model = ModelOption();
        var command = new Command(
            "embed",
            """
            Turn texts into vectors

            Prints a JSON object for each text: its id or number, and its vector of length 1. What was embedded before is not embedded again, so an
            interrupted run goes on where it was when it is started again.

            Examples:
              perto embed "a heist in Los Angeles"
              perto embed --input plots.jsonl --output vectors.jsonl --model openai:text-embedding-3-small
              perto embed check --model local:all-MiniLM-L6-v2
            """)
        {
            texts, input, output, model, query, dimensions, noCache,
            CheckEmbeddingCommand.Create(),
            EmbeddingStatisticsCommand.Create(),
            WarmCommand.Create(),
            ForgetCommand.Create(),
            FitCommand.Create(),
        };
        command.Validators.Add(result =>
        {
            if (result.Given(dimensions) is < 1 or > EmbeddingRequest.MaxDimensions)
                result.AddError($"--dimensions must be 1 to {EmbeddingRequest.MaxDimensions}");
            if (result.IsGiven(input) && result.GetResult(texts) is { Tokens.Count: > 0 })
                result.AddError("Give either texts or --input, not both");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new EmbeddingRequest
            {
                Model = NameOf(parsed, model),
                Purpose = parsed.GetValue(query) ? EmbeddingPurpose.Query : EmbeddingPurpose.Document,
                Dimensions = parsed.GetResult(dimensions) is { Implicit: false } ? parsed.GetValue(dimensions) : null,
                UseCache = !parsed.GetValue(noCache),
            };
            Terminal terminal = Terminal.For(parsed);
            await using Connection<IEmbeddings> connection = await OpenAsync(parsed, cancellationToken);
            IAsyncEnumerable<TextLine> lines = parsed.GetValue(texts) is { Length: > 0 } given
                ? given.Select((text, i) => new TextLine { Id = $"{i + 1}", Text = text }).ToAsyncEnumerable()
                : TextLine.ReadAsync(parsed.GetValue(input), cancellationToken);
            if (parsed.GetValue(output) is not { } file)
            {
                await RunAsync(connection.Service, lines, request, Console.Out, terminal, cancellationToken);
                return ExitCode.Success;
            }
            // What stands there stays until all is done; the input may be the same file.
            string unfinished = file.FullName + ".unfinished";
            await using (var target = new StreamWriter(unfinished))
                await RunAsync(connection.Service, lines, request, target, terminal, cancellationToken);
            File.Move(unfinished, file.FullName, overwrite: true);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>The option that names a model.</summary>
    public static Option<string?> ModelOption() => new("--model") { Description = "provider:model; the default of the settings if it is left out" };

    /// <summary>The model that was named; null: the default.</summary>
    public static ModelName? NameOf(ParseResult parsed, Option<string?> model) => parsed.GetValue(model) is { } name ? ModelName.Parse(name, "--model") : null;

    /// <inheritdoc cref="Connection{TService}.OpenAsync"/>
    public static Task<Connection<IEmbeddings>> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) => Connection<IEmbeddings>.OpenAsync(
        parsed,
        // Common queries are of use to a server that lives, and not to a command.
        settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Perto:Embeddings:Prewarm"] = "false" },
        services => services.GetRequiredService<LocalEmbeddings>(),
        client => new HttpEmbeddings(client),
        prepares: false,
        cancellationToken,
        migrates: true);

    private static async Task RunAsync(
        IEmbeddings embeddings, IAsyncEnumerable<TextLine> lines, EmbeddingRequest request, TextWriter target, Terminal terminal, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        int count = 0, kept = 0;
        EmbeddedTexts? last = null;
        await foreach (TextLine[] part in lines.Chunk(TextsAtOnce).WithCancellation(cancellationToken))
        {
            last = await embeddings.EmbedAsync([.. part.Select(line => line.Text)], request, cancellationToken);
            foreach ((TextLine line, float[] vector) in part.Zip(last.Vectors))
                await target.WriteLineAsync(JsonSerializer.Serialize(new { line.Id, Embedding = vector }, PertoJson.Options).AsMemory(), cancellationToken);
            count += part.Length;
            kept += last.Cached + last.Stored;
            if (terminal.ShowsProgress && count > TextsAtOnce)
                terminal.Notes.MarkupInterpolated($"\r[dim]{count:N0} texts, {count / Stopwatch.GetElapsedTime(started).TotalSeconds:N0}/s[/]");
        }
        if (last is null)
            throw new InvalidValueException("text", given: null, "at least one text", "There is no text to embed: give texts, --input FILE, or lines on standard input");
        await target.FlushAsync(cancellationToken);
        if (!terminal.IsJson)
        {
            if (terminal.ShowsProgress && count > TextsAtOnce)
                terminal.Notes.WriteLine();
            terminal.Notes.MarkupLineInterpolated(
                $"[dim]{count:N0} texts, {last.Dimensions} dimensions by {last.Model}; {kept:N0} were kept; {Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s[/]");
        }
    }
}
