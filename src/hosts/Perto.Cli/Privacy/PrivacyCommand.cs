using System.CommandLine;

namespace Perto.Cli;

/// <summary><c>perto privacy</c>: what is done about people's data.</summary>
internal static class PrivacyCommand
{
    public static Command Create() => new(
        "privacy",
        """
        People's data: what is kept, giving it out, deleting it

        Examples:
          perto privacy show
          perto privacy export alice --output alice.zip
          perto privacy erase alice
        """)
    {
        ShowPrivacyCommand.Create(),
        ErasePersonCommand.Create(),
        ListErasuresCommand.Create(),
        VerifyErasureCommand.Create(),
        AllowPersonCommand.Create(),
        ExportPersonCommand.Create(),
        DeclareCollectionCommand.Create(),
    };

    /// <summary>The person whom a command is about.</summary>
    public static Argument<string> Subject() => new("subject") { Description = "The person's id" };
}
