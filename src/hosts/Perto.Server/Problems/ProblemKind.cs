namespace Perto.Server;

/// <summary>One kind of problem, explained.</summary>
/// <param name="Code">Its name for programs.</param>
/// <param name="Status">The HTTP status it comes with.</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Meaning">When it happens, and what has become of the request.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record ProblemKind(string Code, int Status, string Title, string Meaning, string Remedy)
{
    /// <summary>Whether it happens while the program starts, or in the command line, and never as an answer over HTTP.</summary>
    public bool OutsideHttp { get; init; }
}
