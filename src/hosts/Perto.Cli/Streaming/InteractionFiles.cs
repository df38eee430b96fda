using System.CommandLine;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Cli;

/// <summary>The options that say how files of interactions are read, and their reading.</summary>
internal sealed class InteractionFiles
{
    private readonly Option<InteractionFormat> _format = new("--format")
    {
        Description = "lines: a user and its items on a line; csv: user,item[,rating[,timestamp]] with commas or tabs",
        DefaultValueFactory = _ => InteractionFormat.Lines,
    };

    private readonly Option<double?> _minimumRating = new("--min-rating")
    {
        Description = "Leave out what is rated lower [default: all that is rated is a positive]",
        HelpName = "RATING",
    };

    /// <summary>The options, to add to a command.</summary>
    public IReadOnlyList<Option> All => [_format, _minimumRating];

    /// <summary>Reads files one after the other.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="files">What to read.</param>
    /// <param name="shared">A log whose indexes the new one shares.</param>
    public InteractionLog Read(ParseResult parsed, IEnumerable<FileInfo> files, InteractionLog? shared = null)
    {
        InteractionLog log = shared is null ? new() : new(shared.Users, shared.Items);
        foreach (FileInfo file in files)
        {
            using StreamReader reader = Open(file);
            InteractionReader.Read(reader, file.Name, parsed.GetValue(_format), log, parsed.GetValue(_minimumRating) ?? double.NegativeInfinity);
        }

        return log;
    }

    /// <summary>Opens a file.</summary>
    public static StreamReader Open(FileInfo file) => file.Exists
        ? file.OpenText()
        : throw new InvalidValueException("file", file.FullName, "an existing file", $"There is no file '{file.FullName}'");
}
