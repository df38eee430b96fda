namespace Perto.Platform;

/// <summary>
/// A failure that a caller can act on. Over HTTP it becomes a problem+json with its code and status; on the command line
/// its message is printed and the exit code is 1.
/// </summary>
public abstract class PertoException : Exception
{
    /// <param name="code">Stable name for programs, in snake_case.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="message">One sentence that says what is wrong and what to do.</param>
    /// <param name="inner">The cause, if there is one.</param>
    protected PertoException(string code, int status, string message, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        Status = status;
    }

    /// <summary>Stable name for programs, in snake_case.</summary>
    public string Code { get; }

    /// <summary>HTTP status.</summary>
    public int Status { get; }

    /// <summary>When it is worth trying again; null when trying again cannot help.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
