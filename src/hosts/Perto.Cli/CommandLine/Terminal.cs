using System.CommandLine;
using System.Text.Json;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary>
/// Where a command writes: results on standard output, everything else on standard error. Plain text when the stream is not a
/// terminal or <c>NO_COLOR</c> is set; progress only on a terminal.
/// </summary>
internal sealed class Terminal
{
    private readonly TextWriter _output;
    private readonly TextWriter _error;

    public Terminal(TextWriter output, TextWriter error, bool json)
    {
        _output = output;
        _error = error;
        IsJson = json;
        Result = Make(output);
        Notes = Make(error);
    }

    /// <summary>The process's own streams, in the form that the command line asks for.</summary>
    public static Terminal For(ParseResult parsed) => new(Console.Out, Console.Error, parsed.GetValue(GlobalOptions.Json));

    /// <summary>Whether the result is wanted as JSON.</summary>
    public bool IsJson { get; }

    /// <summary>For results that people read.</summary>
    public IAnsiConsole Result { get; }

    /// <summary>For progress and remarks.</summary>
    public IAnsiConsole Notes { get; }

    /// <summary>Whether somebody watches the progress.</summary>
    public bool ShowsProgress => !IsJson && Notes.Profile.Out.IsTerminal;

    /// <summary>Prints a result: as JSON, or in the form for people.</summary>
    public void Print<T>(T result, Action<IAnsiConsole> forPeople)
    {
        if (IsJson)
            _output.WriteLine(JsonSerializer.Serialize(result, PertoJson.Options));
        else
            forPeople(Result);
    }

    /// <summary>Prints an error as a person or a program needs it.</summary>
    public void Fail(string message, string code)
    {
        if (IsJson)
            _error.WriteLine(JsonSerializer.Serialize(new { error = message, code }, PertoJson.Options));
        else
            Notes.MarkupLineInterpolated($"[red]error:[/] {message}");
    }

    private static IAnsiConsole Make(TextWriter writer)
    {
        var output = new AnsiConsoleOutput(writer);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            Ansi = output.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        });

        // Without a terminal there is no width; a table must not be folded at a guess.
        if (!output.IsTerminal)
            console.Profile.Width = 200;
        return console;
    }
}
