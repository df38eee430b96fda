using System.CommandLine;
using System.CommandLine.Parsing;

namespace Perto.Cli;

/// <summary>Values as validators see them, before it is known that all could be read.</summary>
internal static class GivenValue
{
    /// <summary>Whether an option was given, whatever with.</summary>
    public static bool IsGiven(this CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    /// <summary>The value that was given; null where none was, or it could not be read, which is refused for itself.</summary>
    public static T? Given<T>(this CommandResult result, Option<T> option)
        where T : struct
    {
        try
        {
            return result.IsGiven(option) ? result.GetValue(option) : null;
        }
        catch (InvalidOperationException)
        {
            // That is how the library says that the text is no such value.
            return null;
        }
    }
}
