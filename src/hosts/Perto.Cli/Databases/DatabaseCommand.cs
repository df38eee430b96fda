using System.CommandLine;

namespace Perto.Cli;

/// <summary><c>perto database</c></summary>
internal static class DatabaseCommand
{
    public static Command Create() => new("database", "The database that everything is kept in")
    {
        CopyDatabaseCommand.Create(),
    };
}
