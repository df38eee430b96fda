using System.CommandLine;

namespace Perto.Cli;

/// <summary><c>perto outbox</c>: work that follows from changes, and what of it was given up.</summary>
internal static class OutboxCommand
{
    public static Command Create() => new(
        "outbox",
        """
        The outbox: work that follows from changes, and what of it was given up

        Examples:
          perto outbox status
          perto outbox dead --topic streaming.embed
          perto outbox replay --topic streaming.embed
        """)
    {
        OutboxStatusCommand.Create(),
        ListDeadCommand.Create(),
        ShowDeadCommand.Create(),
        ReplayCommand.Create(),
        DiscardCommand.Create(),
    };

    /// <summary>The dead letter that a command is about.</summary>
    public static Argument<string> Letter() => new("id") { Description = "Id of the dead letter, as 'perto outbox dead' lists it" };
}
