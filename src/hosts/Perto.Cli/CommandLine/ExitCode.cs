namespace Perto.Cli;

/// <summary>What the command tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>It was understood and could not be done; the reason stands on standard error.</summary>
    public const int Failure = 1;

    /// <summary>The command line was not understood.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by Ctrl+C, as shells count it.</summary>
    public const int Interrupted = 130;
}
