namespace Perto.Testing;

/// <summary>What a double does to a request in place of answering it well.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>Breaks the connection; the request is not carried out.</summary>
    public sealed record Down : Fault;

    /// <summary>Carries the request out and breaks the connection before the answer.</summary>
    public sealed record LostAnswer : Fault;

    /// <summary>Does not answer until the caller goes away.</summary>
    public sealed record Slow : Fault;

    /// <summary>Refuses with a status, such as 429 or 500.</summary>
    /// <param name="Code">The status.</param>
    /// <param name="RetryAfter">The header of that name: seconds or a date.</param>
    /// <param name="Body">The body; JSON is said to be such.</param>
    public sealed record Status(int Code, string? RetryAfter = null, string Body = "") : Fault;

    /// <summary>Answers 200 with this body.</summary>
    /// <param name="Body">Not what was asked for.</param>
    /// <param name="Encoding">What it says that the body is packed by, which it is not.</param>
    public sealed record Garbage(string Body = "<html>not what you asked for</html>", string? Encoding = null) : Fault;

    /// <summary>Carries the request out, sends half of the answer and breaks the connection.</summary>
    public sealed record Truncated : Fault;

    /// <summary>Answers 200 with a body that does not end.</summary>
    public sealed record Endless : Fault;
}
